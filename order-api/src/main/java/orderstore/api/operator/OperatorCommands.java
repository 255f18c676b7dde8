package orderstore.api.operator;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import orderstore.eventlog.archive.ArchiveLines;

/**
 * Runs a command of an operator: {@code projections}, {@code retention}, {@code archive}, {@code verify} or
 * {@code audit}, and what follows it.
 */
public final class OperatorCommands {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 2;

    private static final String PROJECTIONS = "projections";
    private static final String ARCHIVE = "archive";
    private static final Map<String, String> HELP = Map.of(
            PROJECTIONS,
            "help.txt",
            "retention",
            "retention.txt",
            ARCHIVE,
            "archive.txt",
            "verify",
            "verify.txt",
            "audit",
            "audit.txt");

    /** These need no further word. */
    private static final Set<String> WORD_ENOUGH = Set.of("verify", "audit");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Duration poll;
    private final Supplier<ArchiveLines> archived;

    /**
     * @param environment where a key may be
     * @param poll how often a rebuild is looked at that is watched
     * @param archived what the lines of an archive are like
     */
    public OperatorCommands(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Duration poll,
            Supplier<ArchiveLines> archived) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.poll = poll;
        this.archived = archived;
    }

    /** Whether commands begin with this word. */
    public static boolean knows(String topic) {
        return HELP.containsKey(topic);
    }

    /** As {@link #run(String, List)} of {@code projections}. */
    public int run(List<String> arguments) {
        return run(PROJECTIONS, arguments);
    }

    /**
     * Does what is asked and says what came of it.
     *
     * @param topic the first word, one that it {@link #knows}
     * @return the exit code: 0 it was done, 1 it was not, 2 the command line is wrong
     */
    public int run(String topic, List<String> arguments) {
        try {
            Usage usage = Usage.parse(arguments);
            if (usage.help() && (usage.asksForHelp() || !WORD_ENOUGH.contains(topic))) {
                out.println(help(topic));
                return DONE;
            }
            if (topic.equals(ARCHIVE)) {
                return archive(usage) ? DONE : FAILED;
            }
            Command command = command(topic, usage);
            var url = usage.url();
            try (var product = new Product(url, () -> OperatorKey.find(usage, environment))) {
                return command.run(product) ? DONE : FAILED;
            }
        } catch (WrongUsage e) {
            err.println("orderstore: " + e.getMessage() + " See ./orderstore " + topic + " --help.");
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

    private Command command(String topic, Usage usage) {
        return switch (topic) {
            case PROJECTIONS -> projections(usage);
            case "verify" -> new VerificationCommand(usage, out, poll)::verify;
            case "audit" -> new AuditCommand(usage, out)::list;
            default -> retention(usage);
        };
    }

    private Command projections(Usage usage) {
        return switch (usage.command()) {
            case "list" -> new ProjectionCommands(usage, out)::list;
            case "pause" -> new ProjectionCommands(usage, out)::pause;
            case "resume" -> new ProjectionCommands(usage, out)::resume;
            case "dead-letters" -> new DeadLetterCommands(usage, out)::list;
            case "retry" -> new DeadLetterCommands(usage, out)::retry;
            case "skip" -> new DeadLetterCommands(usage, out)::skip;
            case "rebuild" -> new RebuildCommands(usage, out, poll)::start;
            case "rebuild-status" -> new RebuildCommands(usage, out, poll)::status;
            case "promote", "discard", "cancel" -> new RebuildCommands(usage, out, poll)::act;
            default -> throw unknown(usage);
        };
    }

    private Command retention(Usage usage) {
        return switch (usage.command()) {
            case "plan" -> new RetentionCommands(usage, out)::plan;
            case "execute" -> new RetentionCommands(usage, out)::execute;
            case "receipts" -> new RetentionCommands(usage, out)::receipts;
            case "hold" -> new HoldCommands(usage, out)::hold;
            case "release" -> new HoldCommands(usage, out)::release;
            case "holds" -> new HoldCommands(usage, out)::list;
            default -> throw unknown(usage);
        };
    }

    private boolean archive(Usage usage) {
        if (!usage.command().equals("read")) {
            throw unknown(usage);
        }
        return new ArchiveCommands(usage, archived.get(), out, err).read();
    }

    private static WrongUsage unknown(Usage usage) {
        return new WrongUsage("There is no command " + Text.clean(usage.command()) + ".");
    }

    private static String help(String topic) {
        try (var text = Objects.requireNonNull(
                OperatorCommands.class.getResourceAsStream(Objects.requireNonNull(HELP.get(topic))))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
