package orderstore.api.operator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Changes that a projection could not take in, and what to do about them. */
final class DeadLetterCommands {

    private static final String LETTERS = "/v1/admin/dead-letters";
    private static final int SHOWN = 100;
    private static final String ID = "[1-9][0-9]{0,17}";

    private final Usage usage;
    private final PrintStream out;

    DeadLetterCommands(Usage usage, PrintStream out) {
        this.usage = usage;
        this.out = out;
    }

    boolean list(Product product) {
        boolean one = usage.optionalWord(1, "the name of a projection", ".*") != null;
        String wanted = one ? "&projection=" + ProjectionCommands.name(usage) : "";
        usage.atMost(2);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "PROJECTION", "ORDER", "VERSION", "POSITION", "ATTEMPTS", "PARKED AT", "FAILURE"));
        String after = "";
        while (after != null) {
            JsonNode page = product.get(LETTERS + "?limit=1000" + wanted + after);
            page.path("items").forEach(letter -> rows.add(row(letter)));
            after = next(page);
        }
        out.println(rows.size() == 1 ? "There are no dead letters." : Text.table(rows, List.of(0, 3, 4, 5)));
        return true;
    }

    private static @Nullable String next(JsonNode page) {
        return page.hasNonNull("next") ? "&after=" + page.get("next").asString("") : null;
    }

    private static List<String> row(JsonNode letter) {
        return List.of(
                letter.path("id").asString(""),
                Text.clean(letter.path("projection").asString("")),
                Text.clean(letter.path("orderId").asString("")),
                letter.path("version").asString(""),
                letter.path("position").asString(""),
                letter.path("attempts").asString(""),
                Text.clean(letter.path("parkedAt").asString("").replaceFirst("\\.\\d+", "")),
                letter.hasNonNull("failure") ? failure(letter) : "waits for the one before");
    }

    /** Its beginning; the API has it all. */
    private static String failure(JsonNode letter) {
        String failure = Text.clean(letter.get("failure").asString(""));
        return failure.length() > SHOWN ? failure.substring(0, SHOWN) + "…" : failure;
    }

    /** Done if at least the one that was named was taken in. */
    boolean retry(Product product) {
        String id = id();
        usage.atMost(2);
        JsonNode outcome = product.post(LETTERS + "/" + id + "/retry", null).json();
        show(outcome);
        return outcome.path("applied").asLong(0) > 0;
    }

    boolean skip(Product product) {
        String id = id();
        String reason = usage.word(2, "a reason of 1 to 500 characters", ".{1,500}");
        usage.atMost(3);
        JsonNode outcome = product.post(LETTERS + "/" + id + "/skip", Map.of("reason", reason))
                .json();
        out.println("Skipped for good.");
        show(outcome);
        return true;
    }

    private String id() {
        return usage.word(1, "the number of a dead letter", ID);
    }

    private void show(JsonNode outcome) {
        long applied = outcome.path("applied").asLong(0);
        long remaining = outcome.path("remaining").asLong(0);
        out.println("Changes of the order taken in: %d, still parked: %d.".formatted(applied, remaining));
        if (outcome.hasNonNull("failure")) {
            out.println("The next fails: " + Text.clean(outcome.get("failure").asString("")));
        }
    }
}
