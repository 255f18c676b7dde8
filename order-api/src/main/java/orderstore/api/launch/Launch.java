package orderstore.api.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import orderstore.api.operator.OperatorCommands;
import orderstore.eventlog.archive.ArchiveLines;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Starts the product and says so, or says in a sentence why it does not start. Or runs an operator's command. */
public final class Launch {
    private static final int WRONG_COMMAND_LINE = 2;

    /** A failed start ends in our sentence; the reports of Spring and Tomcat would stand around it. */
    private static final Map<String, LogLevel> QUIET = Map.of(
            "org.springframework.boot.SpringApplication", LogLevel.OFF,
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter", LogLevel.OFF,
            "org.springframework.boot.web.server.servlet.context", LogLevel.ERROR,
            "org.apache.catalina.core", LogLevel.ERROR);

    private Launch() {}

    /** Runs the application until it is stopped. Exit code 1: it did not start; 2: the command line is wrong. */
    public static void run(Class<?> application, Supplier<ArchiveLines> archived, String... commandLine) {
        if (commandLine.length > 0 && OperatorCommands.knows(commandLine[0])) {
            System.exit(operate(archived, List.of(commandLine)));
        }
        try {
            var arguments = Arguments.parse(commandLine);
            if (arguments.help()) {
                Console.say(help());
            } else {
                start(application, arguments);
            }
        } catch (Arguments.Wrong e) {
            Console.complain(e.getMessage() + " See --help.");
            System.exit(WRONG_COMMAND_LINE);
        }
    }

    /** Talks to a product that runs, or reads what one has left, and starts none. */
    @SuppressWarnings("SystemOut") // The commands write tables to it.
    private static int operate(Supplier<ArchiveLines> archived, List<String> arguments) {
        return new OperatorCommands(System.getenv(), System.out, System.err, Duration.ofSeconds(1), archived)
                .run(arguments.getFirst(), arguments.subList(1, arguments.size()));
    }

    private static void start(Class<?> application, Arguments arguments) {
        keepAxonQuiet();
        var spring = new SpringApplication(application);
        quieten(spring);
        var choice = new DatabaseChoice();
        spring.addListeners(choice);
        try {
            var context = spring.run(arguments.forSpring().toArray(String[]::new));
            if (!shuttingDown()) {
                Console.say(Announcement.of(context.getEnvironment()));
            }
        } catch (Throwable failure) { // Whatever it is, the user gets a sentence.
            if (!shuttingDown()) {
                Console.complain(new StartFailure(failure, choice.dataFolder()).explanation());
            }
            System.exit(1);
        }
    }

    /** Axon's banner, and the update checker that calls its maker and leaves a file in the home folder. */
    private static void keepAxonQuiet() {
        System.setProperty("disable-axoniq-console-message", "true");
        System.setProperty("axoniq.update-checker.disabled", "true");
    }

    /** Now, and again when Spring sets logging up anew from the settings. */
    private static void quieten(SpringApplication spring) {
        var logging = LoggingSystem.get(spring.getClassLoader());
        QUIET.forEach(logging::setLogLevel);
        var settings = new HashMap<String, Object>();
        QUIET.forEach((logger, level) -> settings.put("logging.level." + logger, level.name()));
        spring.setDefaultProperties(settings);
    }

    /** An interrupted start fails in many ways, and none of them is news. */
    static boolean shuttingDown() {
        var probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException inProgress) {
            return true;
        }
    }

    private static String help() {
        try (var text = Objects.requireNonNull(Launch.class.getResourceAsStream("help.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
