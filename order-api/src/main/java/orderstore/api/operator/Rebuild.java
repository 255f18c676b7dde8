package orderstore.api.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A rebuild as the product tells it. */
record Rebuild(
        String id,
        String state,
        String step,
        String promote,
        long processed,
        long total,
        double rate,
        JsonNode eta,
        JsonNode differences,
        String failure) {

    private static final int BAR = 30;

    static Rebuild of(JsonNode json) {
        return new Rebuild(
                Text.clean(json.path("id").asString("")),
                Text.clean(json.path("state").asString("")),
                Text.clean(json.path("step").asString("")),
                json.path("promote").asString(""),
                json.path("processed").asLong(0),
                json.path("total").asLong(0),
                json.path("eventsPerSecond").asDouble(0),
                json.path("etaSeconds"),
                json.path("differences"),
                Text.clean(json.path("failure").asString("")));
    }

    /** Whether nothing more becomes of it by itself. */
    boolean ended() {
        return !Set.of("running", "caught-up").contains(state);
    }

    boolean failed() {
        return Set.of("failed", "cancelled", "discarded").contains(state);
    }

    boolean caughtUp() {
        return state.equals("caught-up");
    }

    /** Whether it is not to be promoted by itself, or cannot be, since it differs from what readers see. */
    boolean needsTheOperator() {
        return caughtUp() && (!promote.equals("automatic") || differs());
    }

    private boolean differs() {
        return Stream.of("changed", "missing", "extra")
                .anyMatch(kind -> differences.path(kind).asLong(0) > 0);
    }

    private long percent() {
        if (total == 0) {
            return state.equals("running") ? 0 : 100;
        }
        return Math.min(100, processed * 100 / total);
    }

    /** {@code rebuild 7, running (filling): 50 %, 1,000 of 2,000, 500/s, 2.0 s left}. */
    String line() {
        var parts = new ArrayList<String>();
        parts.add(percent() + " %");
        parts.add(Text.number(processed) + " of " + Text.number(total));
        if (!ended()) {
            parts.add(Text.number(Math.round(rate)) + "/s");
        }
        if (state.equals("running") && eta.isNumber()) {
            parts.add(Text.seconds(eta.asDouble()) + " left");
        }
        String doing = step.isEmpty() ? state : state + " (" + step + ")";
        return "rebuild " + id + ", " + doing + ": " + String.join(", ", parts);
    }

    /** The same with a bar before it. */
    String bar() {
        int filled = (int) (percent() * BAR / 100);
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + line();
    }

    /** Why it failed, and how it differs from what readers see, as far as that is known. */
    List<String> findings() {
        var lines = new ArrayList<String>();
        if (!failure.isEmpty()) {
            lines.add("It failed: " + failure);
        }
        if (!differences.isObject()) {
            return lines;
        }
        lines.add("Compared with what readers see: %s equal, %s changed, %s missing, %s extra."
                .formatted(rows("equal"), rows("changed"), rows("missing"), rows("extra")));
        differences.path("samples").forEach(sample -> lines.add("  " + Text.clean(sample.toString())));
        return lines;
    }

    private String rows(String kind) {
        return Text.number(differences.path(kind).asLong(0));
    }
}
