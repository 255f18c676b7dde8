package orderstore.api.operator;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What operators did, the latest first. */
final class AuditCommand {

    private static final int SHOWN = 50;
    private static final List<String> FILTERS = List.of("actor", "path", "from", "to");

    private final Usage usage;
    private final PrintStream out;

    AuditCommand(Usage usage, PrintStream out) {
        this.usage = usage;
        this.out = out;
    }

    boolean list(Product product) {
        usage.atMost(0);
        var query = new StringBuilder("?limit=" + SHOWN);
        for (String filter : FILTERS) {
            String value = usage.option("--" + filter);
            if (value != null) {
                query.append('&').append(filter).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "AT", "ACTOR", "ACTION", "STATUS", "REQUEST"));
        for (JsonNode entry : product.get("/v1/admin/audit" + query).path("items")) {
            rows.add(List.of(
                    text(entry, "id"),
                    text(entry, "at").replaceFirst("\\.\\d+", ""),
                    text(entry, "actor"),
                    text(entry, "method") + " " + text(entry, "path")
                            + (entry.hasNonNull("query") ? "?" + text(entry, "query") : ""),
                    status(entry),
                    entry.hasNonNull("request")
                            ? Text.clean(entry.path("request").toString())
                            : ""));
        }
        out.println(rows.size() == 1 ? "There is nothing." : Text.table(rows, List.of(0)));
        return true;
    }

    private static String status(JsonNode entry) {
        if (!entry.hasNonNull("status")) {
            return "not known";
        }
        String problem =
                entry.hasNonNull("problem") ? " " + text(entry, "problem").replace("/problems/", "") : "";
        return text(entry, "status") + problem;
    }

    private static String text(JsonNode json, String name) {
        return Text.clean(json.path(name).asString(""));
    }
}
