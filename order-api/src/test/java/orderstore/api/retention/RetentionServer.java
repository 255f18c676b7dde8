package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import orderstore.api.security.Installation;
import orderstore.api.security.RunningServer;
import orderstore.testing.AgedLog;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** A product whose log is older than the test; with a database of its own, so that others do not miss what is purged. */
@ContextConfiguration(initializers = RetentionServer.Own.class)
abstract class RetentionServer extends RunningServer {

    static final String PLANS = "/v1/admin/retention-plans";

    private static final Installation INSTALLATION = new Installation();
    static final TestDatabase OWN = INSTALLATION.database();
    private static final AgedLog AGED = new AgedLog(OWN);

    static final class Own implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext product) {
            INSTALLATION.take(product);
        }
    }

    static String key() {
        return INSTALLATION.operatorKey();
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
        Await.until("the read models have all", () -> {
            for (var projection : get("/v1/admin/projections").json()) {
                if (projection.path("lagEvents").asLong(1) > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    Answer plan() {
        return send("POST", PLANS, "{}");
    }

    Answer execute(Answer plan) {
        return send("POST", PLANS + "/" + plan.json().path("id").asString() + "/execution", null);
    }

    /** Purges what may go; the id of the receipt. */
    String purge() {
        awaitReadModels();
        Answer receipt = execute(plan());
        assertThat(receipt.status()).as(receipt.response().body()).isEqualTo(200);
        return receipt.json().get("id").asString();
    }
}
