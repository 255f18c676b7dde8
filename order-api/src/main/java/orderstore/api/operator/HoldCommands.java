package orderstore.api.operator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Orders that retention must leave alone. */
final class HoldCommands {

    private static final String HOLDS = "/v1/admin/holds";
    private static final String ORDER = "[A-Za-z0-9._~:-]{1,64}";

    private final Usage usage;
    private final PrintStream out;

    HoldCommands(Usage usage, PrintStream out) {
        this.usage = usage;
        this.out = out;
    }

    boolean hold(Product product) {
        String order = order();
        String reason = usage.option("--reason");
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw new WrongUsage("hold needs --reason with a reason of 1 to 500 characters.");
        }
        JsonNode hold = product.put(HOLDS + "/" + order, Map.of("reason", reason));
        out.println("Order %s is held: %s".formatted(text(hold, "orderId"), text(hold, "reason")));
        return true;
    }

    boolean release(Product product) {
        String order = order();
        product.delete(HOLDS + "/" + order);
        out.println("Order " + order + " is not held.");
        return true;
    }

    private String order() {
        String order = usage.word(1, "the id of an order", ORDER);
        usage.atMost(2);
        return order;
    }

    boolean list(Product product) {
        usage.atMost(1);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ORDER", "HELD BY", "HELD AT", "REASON"));
        String after = "";
        while (after != null) {
            JsonNode page = product.get(HOLDS + "?limit=1000" + after);
            for (JsonNode hold : page.path("items")) {
                rows.add(List.of(
                        text(hold, "orderId"),
                        text(hold, "heldBy"),
                        text(hold, "heldAt").replaceFirst("\\.\\d+", ""),
                        text(hold, "reason")));
            }
            after = next(page);
        }
        out.println(rows.size() == 1 ? "No order is held." : Text.table(rows, List.of()));
        return true;
    }

    private static @Nullable String next(JsonNode page) {
        return page.hasNonNull("next") ? "&after=" + page.get("next").asString("") : null;
    }

    private static String text(JsonNode json, String name) {
        return Text.clean(json.path(name).asString(""));
    }
}
