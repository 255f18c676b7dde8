package orderstore.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL of a test run, chosen by {@code -Dorderstore.test.database}: {@code embedded} (default),
 * {@code testcontainers}, or the JDBC URL of a superuser's database on a server of one's own.
 */
final class TestServer {

    private static final String CHOICE = System.getProperty("orderstore.test.database", "embedded");

    /** One server for all tests of a JVM; it goes with the JVM. */
    static final String URL = start(CHOICE);

    /** Unless it is one's own. */
    static final boolean STAYS = URL.equals(CHOICE);

    private TestServer() {}

    private static String start(String choice) {
        return switch (choice) {
            case "embedded" -> embedded();
            case "testcontainers" -> container();
            default -> choice;
        };
    }

    private static String embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .start();
            return server.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("resource") // The container goes with the JVM.
    private static String container() {
        String image = System.getProperty("orderstore.test.image", "postgres:18");
        var container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        container.withCommand("postgres", "-c", "max_connections=300").start();
        return container.getJdbcUrl() + "&user=" + container.getUsername() + "&password=" + container.getPassword();
    }
}
