package orderstore.api.operator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What there is, how far it is, and stopping it. */
final class ProjectionCommands {

    static final String PROJECTIONS = "/v1/admin/projections";
    private static final String NAME = "[a-z][a-z-]{0,39}";

    private final Usage usage;
    private final PrintStream out;

    ProjectionCommands(Usage usage, PrintStream out) {
        this.usage = usage;
        this.out = out;
    }

    /** The name of a projection, as the word behind the command. */
    static String name(Usage usage) {
        return usage.word(1, "the name of a projection", NAME);
    }

    boolean list(Product product) {
        usage.atMost(1);
        JsonNode all = product.get(PROJECTIONS);
        show(all.valueStream().toList());
        return true;
    }

    boolean pause(Product product) {
        return set(product, "/pause");
    }

    boolean resume(Product product) {
        return set(product, "/resume");
    }

    private boolean set(Product product, String what) {
        String name = name(usage);
        usage.atMost(2);
        show(List.of(product.post(PROJECTIONS + "/" + name + what, null).json()));
        return true;
    }

    private void show(List<JsonNode> projections) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NAME", "STATE", "POSITION", "HEAD", "LAG", "BEHIND", "RATE", "DEAD LETTERS"));
        var remarks = new ArrayList<String>();
        for (JsonNode projection : projections) {
            String name = Text.clean(projection.path("name").asString(""));
            rows.add(List.of(
                    name,
                    Text.clean(projection.path("state").asString("")),
                    Text.number(projection.path("position").asLong(0)),
                    Text.number(projection.path("headPosition").asLong(0)),
                    Text.number(projection.path("lagEvents").asLong(0)),
                    Text.seconds(projection.path("lagSeconds").asDouble(0)),
                    String.format(
                            Locale.ROOT,
                            "%,.1f/s",
                            projection.path("eventsPerSecond").asDouble(0)),
                    Text.number(projection.path("deadLetters").asLong(0))));
            if (projection.hasNonNull("failure")) {
                remarks.add(
                        name + " fails: " + Text.clean(projection.get("failure").asString("")));
            }
            if (projection.hasNonNull("rebuild")) {
                remarks.add(name + ", " + Rebuild.of(projection.get("rebuild")).line());
            }
        }
        out.println(Text.table(rows, List.of(2, 3, 4, 5, 6, 7)));
        remarks.forEach(out::println);
    }
}
