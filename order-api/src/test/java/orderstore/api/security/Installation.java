package orderstore.api.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orderstore.testing.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A database for a product, and the file in which it leaves its first operator's key. */
public final class Installation {

    private final TestDatabase database = TestDatabase.migrated();
    private final Path keyFile = temporaryFolder().resolve("made/operator.key");

    public TestDatabase database() {
        return database;
    }

    public Path keyFile() {
        return keyFile;
    }

    public String operatorKey() {
        try {
            return Files.readString(keyFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a product on it; this comes before the settings that all tests share. */
    public void take(ConfigurableApplicationContext product) {
        Map<String, Object> settings =
                Map.of("spring.datasource.url", database.url(), "orderstore.operator-key-file", keyFile.toString());
        product.getEnvironment().getPropertySources().addFirst(new MapPropertySource("installation", settings));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("order-status-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
