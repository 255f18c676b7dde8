package orderstore.api.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import orderstore.api.security.RunningServer;
import orderstore.testing.AgedLog;
import orderstore.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/** A product whose log is older than the test; with a database of its own, so that others do not miss what is purged. */
@ContextConfiguration(initializers = RetentionServer.OwnDatabase.class)
abstract class RetentionServer extends RunningServer {

    static final TestDatabase OWN = TestDatabase.migrated();
    private static final AgedLog AGED = new AgedLog(OWN);
    private static final Path KEY = temporaryFolder().resolve("operator.key");

    /** Comes after the settings that all tests share. */
    static final class OwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "own database",
                            Map.of(
                                    "spring.datasource.url",
                                    OWN.url(),
                                    "orderstore.operator-key-file",
                                    KEY.toString())));
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("order-status-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String key() {
        try {
            return Files.readString(KEY).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer get(String path) {
        return get(path, key());
    }

    Answer send(String method, String path, @Nullable String body) {
        return send(method, path, key(), body);
    }

    Answer append(String order, String change, String status) {
        return send("PUT", "/v1/orders/" + order + "/status-changes/" + change, "{\"status\":\"" + status + "\"}");
    }

    /** An order that was done so many days ago, from being placed on the day before. */
    static void closed(String order, int daysAgo) {
        Instant day = Instant.now().minus(Duration.ofDays(daysAgo));
        AGED.add(order, day.minus(Duration.ofDays(1)), "c-1", "PLACED");
        AGED.add(order, day, "c-2", "CANCELLED");
    }

    /** Waits until the read models have taken in what was written beside the product. */
    void awaitReadModels() {
        await(() -> {
            for (var projection : get("/v1/admin/projections").json()) {
                if (projection.path("lagEvents").asLong(1) > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    static void await(BooleanSupplier signal) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!signal.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come within 30 s.");
            }
            Thread.onSpinWait();
        }
    }
}
