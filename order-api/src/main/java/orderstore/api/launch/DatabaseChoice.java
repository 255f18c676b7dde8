package orderstore.api.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import orderstore.api.launch.embedded.EmbeddedServer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * The database that settings of any kind name, or else an embedded one below the data folder.
 *
 * <p>Chosen when the settings are known and before the application is built: the lock on the data
 * folder comes before anything that two products would do to it at once.
 */
final class DatabaseChoice implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    static final String DATA_FOLDER = "orderstore.data";
    static final String OPERATOR_KEY_FILE = "orderstore.operator-key-file";
    static final String URL = "spring.datasource.url";

    private static final String USER = "spring.datasource.username";
    private static final String PASSWORD = "spring.datasource.password";

    private Path dataFolder = absolute("data");

    /** Where the settings put it; the default as long as they are not read. */
    Path dataFolder() {
        return dataFolder;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var settings = event.getEnvironment();
        dataFolder = absolute(settings.getProperty(DATA_FOLDER, "data"));
        settings.getPropertySources()
                .addLast(new MapPropertySource(
                        "dataFolder",
                        Map.of(
                                OPERATOR_KEY_FILE,
                                dataFolder.resolve("operator.key").toString())));
        var url = settings.getProperty(URL);
        if (StringUtils.hasText(url)) {
            new GivenDatabase(url, settings.getProperty(USER), settings.getProperty(PASSWORD)).check();
        } else {
            useEmbedded(new EmbeddedServer(dataFolder), settings);
        }
    }

    /** After the settings are read and logging is set up. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    private static Path absolute(String folder) {
        return Path.of(folder).toAbsolutePath().normalize();
    }

    private static void useEmbedded(EmbeddedServer server, ConfigurableEnvironment settings) {
        // Spring runs it after the application is closed, also when this start is interrupted.
        SpringApplication.getShutdownHandlers().add(() -> stop(server));
        var access = server.start();
        Thread.ofVirtual().name("embedded-server-watch").start(() -> {
            access.ended().join();
            exitWithoutServer();
        });
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "embeddedDatabase",
                        Map.of(URL, access.url(), USER, access.user(), PASSWORD, access.password())));
    }

    private static void stop(EmbeddedServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            Console.complain(e.getMessage() + " The next start will stop it.");
        }
    }

    /** It also ends when we stop it, and then there is nothing to say. */
    private static void exitWithoutServer() {
        if (Launch.shuttingDown()) {
            return;
        }
        Console.complain("The embedded PostgreSQL ended, so the product ends too. Its log is postgres.log in the data"
                + " folder. Start again: nothing that was confirmed is lost.");
        System.exit(1);
    }
}
