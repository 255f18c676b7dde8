package orderstore.api.operator;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Whether the log is as it was written; while all of it is looked at, how far that is. */
final class VerificationCommand {

    private static final String VERIFICATIONS = "/v1/admin/verifications";
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final String POSITION = "0|[1-9][0-9]{0,17}";
    private static final int BAR = 30;

    private final Usage usage;
    private final PrintStream out;
    private final Duration poll;

    VerificationCommand(Usage usage, PrintStream out, Duration poll) {
        this.usage = usage;
        this.out = out;
        this.poll = poll;
    }

    /** Done if all is as it was written. */
    boolean verify(Product product) {
        usage.atMost(0);
        String order = usage.option("--order");
        String position = usage.option("--position");
        if (position != null && !position.matches(POSITION)) {
            throw new WrongUsage("--position is \"" + Text.clean(position) + "\", but must be a whole number.");
        }
        if (order != null && position != null) {
            throw new WrongUsage("--position is about all orders, and --order names one.");
        }
        if (order != null) {
            return show(product.post(VERIFICATIONS, Map.of("orderId", order)).json());
        }
        return show(all(product, position == null ? Map.of() : Map.of("position", Long.valueOf(position))));
    }

    /** If this command is interrupted, the connection ends, and with it the verification. */
    private JsonNode all(Product product, Map<String, Long> asked) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer = threads.submit(
                    () -> product.post(VERIFICATIONS, asked, LONGEST).json());
            String shown = "";
            while (true) {
                try {
                    JsonNode found = answer.get(Math.max(1, poll.toMillis()), TimeUnit.MILLISECONDS);
                    if (terminal && !shown.isEmpty()) {
                        out.println();
                    }
                    return found;
                } catch (TimeoutException goesOn) {
                    shown = progress(product, shown, terminal);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailed failed ? failed : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("Interrupted.");
        }
    }

    /** As a line that grows on a terminal; elsewhere as a line for each look. */
    private String progress(Product product, String shown, boolean terminal) {
        JsonNode last;
        try {
            last = product.get(VERIFICATIONS + "?limit=1").path("items").path(0);
        } catch (CommandFailed e) {
            return shown; // What becomes of the verification says its own answer.
        }
        if (!last.path("state").asString("").equals("running")) {
            return shown;
        }
        String bar = bar(last);
        if (terminal) {
            out.print("\r" + bar + " ".repeat(Math.max(0, shown.length() - bar.length())));
            out.flush();
        } else if (!bar.equals(shown)) {
            out.println(bar);
        }
        return bar;
    }

    static String bar(JsonNode running) {
        long changes = running.path("changes").asLong(0);
        long total = Math.max(changes, running.path("totalChanges").asLong(0));
        int percent = total == 0 ? 0 : (int) (changes * 100 / total);
        int filled = percent * BAR / 100;
        String left = running.path("etaSeconds").isNumber()
                ? ", " + Text.seconds(running.path("etaSeconds").asDouble()) + " left"
                : "";
        return "[%s%s] %d %%, %s of %s, %s/s%s, %s broken"
                .formatted(
                        "#".repeat(filled),
                        "-".repeat(BAR - filled),
                        percent,
                        Text.number(changes),
                        Text.number(total),
                        Text.number(Math.round(running.path("changesPerSecond").asDouble(0))),
                        left,
                        Text.number(running.path("brokenOrders").asLong(0)));
    }

    private boolean show(JsonNode found) {
        boolean ok = found.path("ok").asBoolean(false);
        out.println("%s changes of %s orders: %s."
                .formatted(
                        Text.number(found.path("changes").asLong(0)),
                        Text.number(found.path("orders").asLong(0)),
                        ok ? "all are as they were written" : "not all are as they were written"));
        long missing = found.path("missing").asLong(0);
        if (missing != 0) {
            out.println(
                    missing > 0
                            ? "Missing: %s changes, of which no receipt tells.".formatted(Text.number(missing))
                            : "There are %s changes more than were ever recorded.".formatted(Text.number(-missing)));
        }
        if (!found.path("broken").isEmpty()) {
            broken(found);
        }
        if (found.hasNonNull("digest")) {
            out.println("Digest through position %s: %s"
                    .formatted(
                            found.path("position").asString(""),
                            Text.clean(found.path("digest").asString(""))));
        }
        return ok;
    }

    private void broken(JsonNode found) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ORDER", "VERSION", "POSITION", "WHAT IS WRONG"));
        for (JsonNode broken : found.path("broken")) {
            rows.add(List.of(
                    Text.clean(broken.path("orderId").asString("")),
                    broken.path("version").asString(""),
                    broken.hasNonNull("position") ? broken.path("position").asString("") : "none",
                    Text.clean(broken.path("detail").asString(""))));
        }
        out.println(Text.table(rows, List.of(1, 2)));
        long all = found.path("brokenOrders").asLong(0);
        if (all > rows.size() - 1) {
            out.println("And %s orders more.".formatted(Text.number(all - rows.size() + 1)));
        }
    }
}
