package orderstore.api.operator;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs a command of an operator: {@code projections} and what follows it. */
public final class OperatorCommands {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 2;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Duration poll;

    /**
     * @param environment where a key may be
     * @param poll how often a rebuild is looked at that is watched
     */
    public OperatorCommands(Map<String, String> environment, PrintStream out, PrintStream err, Duration poll) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.poll = poll;
    }

    /**
     * Does what is asked and says what came of it.
     *
     * @return the exit code: 0 it was done, 1 it was not, 2 the command line is wrong
     */
    public int run(List<String> arguments) {
        try {
            Usage usage = Usage.parse(arguments);
            if (usage.help()) {
                out.println(help());
                return DONE;
            }
            return command(usage) ? DONE : FAILED;
        } catch (WrongUsage e) {
            err.println("orderstore: " + e.getMessage() + " See ./orderstore projections --help.");
            return WRONG_COMMAND_LINE;
        } catch (CommandFailed e) {
            err.println("orderstore: " + e.getMessage());
            return FAILED;
        }
    }

    private interface Command {
        /** Whether it was done. */
        boolean run(Product product);
    }

    private boolean command(Usage usage) {
        Command command = switch (usage.command()) {
            case "list" -> new ProjectionCommands(usage, out)::list;
            case "pause" -> new ProjectionCommands(usage, out)::pause;
            case "resume" -> new ProjectionCommands(usage, out)::resume;
            case "dead-letters" -> new DeadLetterCommands(usage, out)::list;
            case "retry" -> new DeadLetterCommands(usage, out)::retry;
            case "skip" -> new DeadLetterCommands(usage, out)::skip;
            case "rebuild" -> new RebuildCommands(usage, out, poll)::start;
            case "rebuild-status" -> new RebuildCommands(usage, out, poll)::status;
            case "promote", "discard", "cancel" -> new RebuildCommands(usage, out, poll)::act;
            default -> throw new WrongUsage("There is no command " + Text.clean(usage.command()) + ".");
        };
        var url = usage.url();
        try (var product = new Product(url, () -> OperatorKey.find(usage, environment))) {
            return command.run(product);
        }
    }

    private static String help() {
        try (var text = Objects.requireNonNull(OperatorCommands.class.getResourceAsStream("help.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
