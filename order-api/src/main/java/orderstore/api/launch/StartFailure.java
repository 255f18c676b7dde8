package orderstore.api.launch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orderstore.api.launch.embedded.EmbeddedServerRefused;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Why the start failed, in sentences. Spring Boot explains some failures well, which is used; what nobody
 * foresaw goes whole into a file that the sentences name.
 */
record StartFailure(Throwable failure, Path dataFolder) {
    private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

    String explanation() {
        return causes().map(this::known)
                .filter(Objects::nonNull)
                .findFirst()
                .or(this::springs)
                .orElseGet(() -> "The start failed: %s. %s".formatted(root(failure), report()));
    }

    private Stream<Throwable> causes() {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private @Nullable String known(Throwable cause) {
        return switch (cause) {
            case StartRefused refused -> refused.getMessage();
            case EmbeddedServerRefused refused -> refused.getMessage();
            case PortInUseException port ->
                "Port %d is in use. Stop the program that listens there, or choose another port with --port."
                        .formatted(port.getPort());
            case java.net.BindException address ->
                "It cannot listen where it is told to: %s. An address must be this machine's, and ports below 1024 are root's."
                                .formatted(address.getMessage())
                        + " Choose another with --port or --server.address.";
            case BindException setting -> badSetting(setting);
            case FlywayValidateException other ->
                "The database was made by another version of the product, whose schema does not fit this one."
                        + " Start that version, or name another database with --data or --database-url. "
                        + report();
            case FlywayException migration ->
                "The database's schema cannot be brought up to this version: %s. %s"
                        .formatted(onOneLine(migration.getMessage()), report());
            default -> null;
        };
    }

    private static String badSetting(BindException setting) {
        var property = setting.getProperty();
        return property == null
                ? "The settings below %s are wrong: %s.".formatted(setting.getName(), root(setting))
                : "The setting %s is \"%s\", which is no valid %s: %s."
                        .formatted(
                                property.getName(),
                                property.getValue(),
                                setting.getTarget()
                                        .getType()
                                        .resolve(Object.class)
                                        .getSimpleName(),
                                root(setting));
    }

    private Optional<String> springs() {
        // Some analyzers want a bean factory, which a failed start no longer has.
        var skipped = FailureHandler.handleMessage((message, e) -> LOG.debug(message.get(), e));
        return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, skipped).stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .map(StartFailure::text);
    }

    private static String text(FailureAnalysis analysis) {
        return Stream.of(analysis.getDescription(), analysis.getAction())
                .filter(Objects::nonNull)
                .map(StartFailure::onOneLine)
                .collect(Collectors.joining(". ", "", "."));
    }

    private String report() {
        return FailureReport.write(failure, dataFolder)
                .map(file -> "The whole report is in %s.".formatted(file))
                .orElse("");
    }

    private static String root(Throwable failure) {
        var root = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        var message = onOneLine(root.getMessage());
        return message.isEmpty() ? root.getClass().getSimpleName() : message;
    }

    /** Without its last full stop, for a sentence around it. */
    private static String onOneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
}
