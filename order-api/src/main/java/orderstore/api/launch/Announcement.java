package orderstore.api.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.springframework.core.env.Environment;

/** What somebody needs to know who has just started the product. */
final class Announcement {

    private Announcement() {}

    static String of(Environment settings) {
        var lines = new ArrayList<String>();
        lines.add("Order Status Store " + version() + " is ready.");
        lines.add("  Listens on    " + address(settings));
        var key = Path.of(settings.getRequiredProperty(DatabaseChoice.OPERATOR_KEY_FILE));
        if (Files.exists(key)) { // Not where another node made it.
            lines.add("  Operator key  " + key);
        }
        lines.add("  Stop it with  Ctrl-C, or kill " + ProcessHandle.current().pid());
        return String.join(System.lineSeparator(), lines);
    }

    private static String address(Environment settings) {
        var scheme = settings.getProperty("server.ssl.enabled", Boolean.class, false) ? "https" : "http";
        var host = settings.getProperty("server.address", "0.0.0.0");
        return "%s://%s:%s%s"
                .formatted(
                        scheme,
                        host.contains(":") ? "[" + host + "]" : host,
                        settings.getProperty("local.server.port"),
                        settings.getProperty("server.servlet.context-path", ""));
    }

    private static String version() {
        return Objects.requireNonNullElse(Announcement.class.getPackage().getImplementationVersion(), "(unpackaged)");
    }
}
