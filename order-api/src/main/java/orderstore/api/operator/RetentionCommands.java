package orderstore.api.operator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What would be purged, purging it, and what was. */
final class RetentionCommands {

    private static final String PLANS = "/v1/admin/retention-plans";
    private static final String RECEIPTS = "/v1/admin/retention-receipts";
    private static final String ID = "[1-9][0-9]{0,17}";
    private static final Duration LONGEST_PURGE = Duration.ofHours(12);
    private static final int SHOWN = 20;

    private final Usage usage;
    private final PrintStream out;

    RetentionCommands(Usage usage, PrintStream out) {
        this.usage = usage;
        this.out = out;
    }

    boolean plan(Product product) {
        usage.atMost(1);
        String age = usage.option("--older-than");
        JsonNode plan = product.post(PLANS, age == null ? Map.of() : Map.of("olderThan", age), LONGEST_PURGE)
                .json();
        out.println("Plan %s: %s orders with %s changes would go, about %s bytes. Cutoff: %s."
                .formatted(
                        text(plan, "id"),
                        number(plan, "orders"),
                        number(plan, "changes"),
                        number(plan, "bytes"),
                        text(plan, "cutoff")));
        JsonNode kept = plan.path("kept");
        out.println("Kept: %s open, %s recent, %s held."
                .formatted(number(kept, "open"), number(kept, "recent"), number(kept, "held")));
        for (JsonNode behind : plan.path("behind")) {
            out.println("Held back by " + Text.clean(behind.asString("")) + ".");
        }
        if (!plan.path("partitions").isEmpty()) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("MONTH", "ORDERS", "CHANGES", "BYTES"));
            for (JsonNode part : plan.path("partitions")) {
                rows.add(List.of(month(part), number(part, "orders"), number(part, "changes"), number(part, "bytes")));
            }
            out.println(Text.table(rows, List.of(1, 2, 3)));
        }
        return true;
    }

    boolean execute(Product product) {
        String id = usage.word(1, "the number of a plan", ID);
        usage.atMost(2);
        String behind = usage.option("--even-if-behind") == null ? "" : "?behind=accept";
        JsonNode receipt = product.post(PLANS + "/" + id + "/execution" + behind, null, LONGEST_PURGE)
                .json();
        show(receipt);
        return !receipt.hasNonNull("stopped");
    }

    boolean receipts(Product product) {
        String id = usage.optionalWord(1, "the number of a receipt", ID);
        usage.atMost(2);
        if (id != null) {
            show(product.get(RECEIPTS + "/" + id));
            return true;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "PLAN", "CUTOFF", "ORDERS", "CHANGES", "BYTES", "BY", "ENDED AT"));
        for (JsonNode receipt : product.get(RECEIPTS + "?limit=" + SHOWN).path("items")) {
            rows.add(List.of(
                    text(receipt, "id"),
                    text(receipt, "plan"),
                    text(receipt, "cutoff"),
                    number(receipt, "orders"),
                    number(receipt, "changes"),
                    number(receipt, "bytes"),
                    text(receipt, "executedBy"),
                    receipt.hasNonNull("endedAt") ? text(receipt, "endedAt") : "not ended"));
        }
        out.println(rows.size() == 1 ? "Nothing was ever purged." : Text.table(rows, List.of(0, 1, 3, 4, 5)));
        return true;
    }

    private void show(JsonNode receipt) {
        out.println("Receipt %s of plan %s: %s orders with %s changes went, %s bytes are free. Cutoff: %s."
                .formatted(
                        text(receipt, "id"),
                        text(receipt, "plan"),
                        number(receipt, "orders"),
                        number(receipt, "changes"),
                        number(receipt, "bytes"),
                        text(receipt, "cutoff")));
        if (!receipt.hasNonNull("endedAt")) {
            out.println("It has not ended: it is under way, or execute finishes it.");
        }
        if (receipt.hasNonNull("stopped")) {
            out.println("A part was left: " + Text.clean(receipt.get("stopped").asString("")));
        }
        if (!receipt.path("partitions").isEmpty()) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("MONTH", "ORDERS", "CHANGES", "BYTES", "DIGEST"));
            for (JsonNode part : receipt.path("partitions")) {
                rows.add(List.of(
                        month(part),
                        number(part, "orders"),
                        number(part, "changes"),
                        number(part, "bytes"),
                        text(part, "digest")));
            }
            out.println(Text.table(rows, List.of(1, 2, 3)));
        }
        for (JsonNode part : receipt.path("partitions")) {
            if (part.hasNonNull("archive")) {
                out.println("Archived: " + text(part, "archive") + ", SHA-256 " + text(part, "archiveSha256") + ".");
            }
        }
    }

    private static String month(JsonNode part) {
        return text(part, "month").replaceFirst("-\\d\\d$", "");
    }

    private static String text(JsonNode json, String name) {
        return Text.clean(json.path(name).asString(""));
    }

    private static String number(JsonNode json, String name) {
        return Text.number(json.path(name).asLong(0));
    }
}
