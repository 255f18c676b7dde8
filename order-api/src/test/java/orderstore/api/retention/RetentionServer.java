package orderstore.api.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import orderstore.api.security.RunningServer;
import orderstore.testing.AgedLog;
import org.jspecify.annotations.Nullable;

/** A product whose log is older than the test. */
abstract class RetentionServer extends RunningServer {

    static final AgedLog AGED = new AgedLog(database());

    static String key() {
        return operatorKey();
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
