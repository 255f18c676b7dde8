package orderstore.api.operator;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Rebuilds: started, watched, and what becomes of them. */
final class RebuildCommands {

    /** New rules may differ from old ones, and are then promoted all the same a moment after the comparison. */
    private static final int SURE = 3;

    private static final String ID = "[A-Za-z0-9._~-]{1,64}";

    private final Usage usage;
    private final PrintStream out;
    private final Duration poll;
    private final String name;

    RebuildCommands(Usage usage, PrintStream out, Duration poll) {
        this.usage = usage;
        this.out = out;
        this.poll = poll;
        this.name = ProjectionCommands.name(usage);
    }

    boolean start(Product product) {
        String promote = Objects.requireNonNullElse(usage.option("--promote"), "automatic");
        if (!Set.of("automatic", "manual").contains(promote)) {
            throw new WrongUsage("--promote is \"" + Text.clean(promote) + "\", but must be automatic or manual.");
        }
        usage.atMost(2);
        Product.Answer answer = product.post(projection() + "/rebuilds", Map.of("promote", promote));
        String id = answer.json().path("id").asString("");
        if (id.isEmpty()) {
            id = Objects.requireNonNullElse(answer.location(), "").replaceFirst(".*/", "");
        }
        if (!id.matches(ID)) {
            throw new CommandFailed("The rebuild was started, but the product did not say which one it is.");
        }
        out.println("Started rebuild " + id + " of " + name + ".");
        return !usage.watch() || watch(product, id);
    }

    boolean status(Product product) {
        String id = id(product);
        if (usage.watch()) {
            return watch(product, id);
        }
        Rebuild rebuild = read(product, id);
        out.println(rebuild.bar());
        return end(rebuild);
    }

    /** Promotes, discards or cancels. */
    boolean act(Product product) {
        String id = id(product);
        product.post(projection() + "/rebuilds/" + id + "/" + usage.command(), null);
        out.println(read(product, id).line());
        return true;
    }

    /** As a line that grows on a terminal; elsewhere as a line for each step. */
    private boolean watch(Product product, String id) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        String shown = "";
        int looks = 0;
        Rebuild rebuild = read(product, id);
        while (true) {
            String bar = rebuild.bar();
            if (terminal) {
                out.print("\r" + bar + " ".repeat(Math.max(0, shown.length() - bar.length())));
                out.flush();
            } else if (!bar.equals(shown)) {
                out.println(bar);
            }
            shown = bar;
            looks = rebuild.needsTheOperator() ? looks + 1 : 0;
            if (rebuild.ended() || looks == SURE) {
                break;
            }
            pause();
            rebuild = read(product, id);
        }
        if (terminal) {
            out.println();
        }
        return end(rebuild);
    }

    private boolean end(Rebuild rebuild) {
        rebuild.findings().forEach(out::println);
        if (rebuild.needsTheOperator()) {
            out.println("Readers still see the old one. Next: ./orderstore projections promote " + name + " "
                    + rebuild.id() + ", or discard.");
        }
        return !rebuild.failed();
    }

    private void pause() {
        try {
            Thread.sleep(poll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("Interrupted. The rebuild goes on.");
        }
    }

    private Rebuild read(Product product, String id) {
        return Rebuild.of(product.get(projection() + "/rebuilds/" + id));
    }

    private String projection() {
        return ProjectionCommands.PROJECTIONS + "/" + name;
    }

    /** The one that is named, or else the one that is under way. */
    private String id(Product product) {
        String id = usage.optionalWord(2, "the id of a rebuild", ID);
        usage.atMost(3);
        if (id != null) {
            return id;
        }
        String current = product.get(projection()).path("rebuild").path("id").asString("");
        if (!current.matches(ID)) {
            throw new CommandFailed("Projection " + name + " is not being rebuilt. Name a rebuild by its id.");
        }
        return current;
    }
}
