package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What may go goes by itself, once a day. */
@TestPropertySource(properties = {"orderstore.retention.enabled=true", "orderstore.retention.at=04:15"})
class PurgingByScheduleTest extends RetentionServer {

    @Autowired
    private RetentionRun run;

    @Autowired
    private RetentionSchedule schedule;

    @Test
    void the_daily_run_purges_what_may_go_at_its_time() {
        String goes = "goes-" + UUID.randomUUID();
        closed(goes, 500);
        awaitReadModels();
        assertThat(schedule.isRunning()).isTrue();
        Await.until(
                "the run has its time",
                () -> !OWN.rows("select 1 from scheduled_task where task_name = 'retention' and not picked"
                                + " and to_char(execution_time at time zone 'UTC', 'HH24:MI') = '04:15'")
                        .isEmpty());
        assertThat(get("/v1/admin/retention").json().get("nextRun").asString()).contains("T04:15:00Z");

        run.byItself();

        assertThat(get("/v1/orders/" + goes).status()).isEqualTo(410);
        assertThat(get("/v1/admin/retention")
                        .json()
                        .get("lastReceipt")
                        .get("executedBy")
                        .asString())
                .isEqualTo("schedule");
        assertThat(send("GET", "/actuator/prometheus", null).response().body())
                .containsPattern("orderstore_retention_purged_orders_total [1-9]");
    }
}
