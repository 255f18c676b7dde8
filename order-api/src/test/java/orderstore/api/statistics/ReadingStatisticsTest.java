package orderstore.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The statistics, as clients read them: of a time in which no other test tells anything. */
class ReadingStatisticsTest extends RunningServer {

    @Autowired
    private OrderMetrics metrics;

    @Autowired
    private MeterRegistry registry;

    private final String order = "o-" + UUID.randomUUID();
    private long last;

    private void append(String id, String kind, String status, String occurredAt, String more) {
        String time = occurredAt.isEmpty() ? "" : ",\"occurredAt\":\"" + occurredAt + "\"";
        var answer = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/" + id,
                operatorKey(),
                "{\"status\":\"" + status + "\",\"kind\":\"" + kind + "\"" + time + more + "}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        last = answer.json().get("position").asLong();
    }

    private void report(String id, String status, String occurredAt) {
        append(id, "report", status, occurredAt, "");
    }

    private JsonNode statistics(String query) {
        return Await.answer(
                "position " + last + " is in",
                () -> {
                    var answer = get("/v1/statistics" + query, operatorKey());
                    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
                    return answer.json();
                },
                statistics -> statistics.get("position").asLong() >= last);
    }

    private long count(String member, String status) {
        return statistics("").get(member).path(status).asLong(0);
    }

    @Test
    void what_happened_in_a_time_is_told_by_hour_and_status() {
        report("c-1", "PLACED", "1998-05-01T09:00:00Z");
        report("c-2", "SHIPPED", "1998-05-01T10:30:00.5Z");
        report("c-3", "DELIVERED", "1998-05-02T10:30:00.500001Z");

        JsonNode found = statistics("?from=1998-05-01T00:00:00Z&to=1998-06-01T00:00:00Z");

        assertThat(found.propertyNames()).containsExactly("position", "orders", "overdue", "changes", "dwell");
        assertThat(found.get("changes").toString())
                .isEqualTo("[{\"hour\":\"1998-05-01T09:00:00Z\",\"status\":\"PLACED\",\"count\":1},"
                        + "{\"hour\":\"1998-05-01T10:00:00Z\",\"status\":\"SHIPPED\",\"count\":1},"
                        + "{\"hour\":\"1998-05-02T10:00:00Z\",\"status\":\"DELIVERED\",\"count\":1}]");
        assertThat(found.get("dwell").toString())
                .isEqualTo("{\"PLACED\":{\"count\":1,\"p50Seconds\":5400.5,\"p95Seconds\":5400.5,"
                        + "\"maxSeconds\":5400.5},\"SHIPPED\":{\"count\":1,\"p50Seconds\":86400.000001,"
                        + "\"p95Seconds\":86400.000001,\"maxSeconds\":86400.000001}}");
    }

    @Test
    void a_late_report_divides_the_time_that_was_thought_to_be_one() {
        report("c-1", "PLACED", "1998-07-01T09:00:00Z");
        report("c-2", "DELIVERED", "1998-07-01T12:00:00Z");
        JsonNode before = statistics("?from=1998-07-01T00:00:00Z&to=1998-08-01T00:00:00Z");
        report("c-3", "SHIPPED", "1998-07-01T10:00:00Z");

        JsonNode after = statistics("?from=1998-07-01T00:00:00Z&to=1998-08-01T00:00:00Z");

        assertThat(before.get("dwell").get("PLACED").get("maxSeconds").asInt()).isEqualTo(10_800);
        assertThat(after.get("dwell").get("PLACED").get("maxSeconds").asInt()).isEqualTo(3_600);
        assertThat(after.get("dwell").get("SHIPPED").get("maxSeconds").asInt()).isEqualTo(7_200);
        assertThat(after.get("changes").size()).isEqualTo(3);
        assertThat(after.get("orders")).isEqualTo(before.get("orders"));
    }

    @Test
    void a_correction_takes_back_the_time_in_a_status_and_its_change_still_counts() {
        report("c-1", "PLACED", "1998-09-01T09:00:00Z");
        report("c-2", "SHIPPED", "1998-09-01T10:00:00Z");
        report("c-3", "DELIVERED", "1998-09-01T12:00:00Z");
        append(
                "c-4",
                "correction",
                "PICKING",
                "1998-09-01T11:00:00Z",
                ",\"reason\":\"another order\",\"corrects\":\"c-2\"");

        JsonNode found = statistics("?from=1998-09-01T00:00:00Z&to=1998-10-01T00:00:00Z");

        assertThat(found.get("dwell").propertyNames()).containsExactly("PLACED");
        assertThat(found.get("dwell").get("PLACED").get("maxSeconds").asInt()).isEqualTo(7_200);
        assertThat(found.get("changes").size()).isEqualTo(4);
    }

    @Test
    void each_order_counts_in_its_current_status_alone() {
        long placed = count("orders", "PLACED");
        append("c-1", "command", "PLACED", "", "");
        assertThat(count("orders", "PLACED")).isEqualTo(placed + 1);

        long expired = count("orders", "EXPIRED");
        append("c-2", "command", "EXPIRED", "", "");
        assertThat(count("orders", "PLACED")).isEqualTo(placed);
        assertThat(count("orders", "EXPIRED")).isEqualTo(expired + 1);
    }

    @Test
    void an_order_is_overdue_from_when_its_status_was_last_told() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long overdue = count("overdue", "OUT_FOR_DELIVERY");
        report("c-1", "OUT_FOR_DELIVERY", now.minus(Duration.ofDays(2)).toString());
        assertThat(count("overdue", "OUT_FOR_DELIVERY")).isEqualTo(overdue + 1);

        report("c-2", "OUT_FOR_DELIVERY", now.minus(Duration.ofHours(23)).toString());
        assertThat(count("overdue", "OUT_FOR_DELIVERY")).isEqualTo(overdue);
    }

    @Test
    void a_final_status_is_never_overdue() {
        report("c-1", "CLOSED", "1998-01-01T00:00:00Z");

        assertThat(statistics("").get("overdue").has("CLOSED")).isFalse();
        assertThat(count("orders", "CLOSED")).isPositive();
    }

    @Test
    void a_range_has_its_begin_and_not_its_end() {
        report("c-1", "PLACED", "1998-11-01T09:00:00Z");
        report("c-2", "SHIPPED", "1998-11-01T10:00:00Z");

        assertThat(statistics("?from=1998-11-01T00:00:00Z&to=1998-11-01T10:00:00Z")
                        .get("dwell")
                        .isEmpty())
                .isTrue();
        JsonNode later = statistics("?from=1998-11-01T10:00:00Z&to=1998-11-01T10:00:00.000001Z");
        assertThat(later.get("dwell").propertyNames()).containsExactly("PLACED");
        assertThat(later.get("changes").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, /from",
        "to=1998-13-01T00:00:00Z, /to",
        "from=1998-05-01T00:00:00Z&to=1998-05-01T00:00:00Z, /to",
        "from=1998-05-01T00:00:00Z&from=1998-06-01T00:00:00Z, /from",
        "status=PLACED, /status"
    })
    void a_question_that_is_wrong_is_refused(String query, String pointer) {
        var answer = get("/v1/statistics?" + query, operatorKey());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            100000, 1,        more than 100000 hours,     1500-01-01T00:00:00Z, 1511-01-01T00:00:00Z, 96408
            2,      10000000, more than 20000000 changes, 1500-01-01T01:00:00Z, 1600-01-01T00:00:00Z, 2
            """)
    void what_is_too_much_is_refused_at_once_with_the_way_out(
            int lastHour, int changes, String why, String from, String to, int answered) {
        database().execute("""
                insert into status_change_count_1
                select timestamptz '1500-01-01 00:00:00Z' + hour * interval '1 hour', 'PLACED', 0, %d, date '2026-01-01'
                from generate_series(0, %d) hour
                """.formatted(changes, lastHour));
        try {
            var answer = get("/v1/statistics?to=1600-01-01T00:00:00Z", operatorKey());

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-request");
            assertThat(answer.detail()).contains(why, "a narrower range with from and to");
            assertThat(statistics("?from=" + from + "&to=" + to).get("changes").size())
                    .isEqualTo(answered);
        } finally {
            database().execute("delete from status_change_count_1 where hour < '1600-01-01'");
        }
    }

    @Test
    void statistics_are_for_readers() {
        assertThat(get("/v1/statistics", null).status()).isEqualTo(401);
        assertThat(get("/v1/statistics", makeKey("statistics-writer", "\"writer\""))
                        .status())
                .isEqualTo(403);
        assertThat(get("/v1/statistics", makeKey("statistics-reader", "\"reader\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void metrics_say_the_same() {
        report("c-1", "LOST", "1998-01-01T00:00:00Z");
        JsonNode found = statistics("");

        metrics.refresh();

        assertThat(metric("orderstore.orders", "LOST"))
                .isEqualTo(found.get("orders").get("LOST").asDouble());
        assertThat(metric("orderstore.orders.overdue", "LOST"))
                .isEqualTo(found.get("overdue").get("LOST").asDouble());
        assertThat(metric("orderstore.orders", "BACKORDERED"))
                .isEqualTo(found.get("orders").path("BACKORDERED").asDouble(0));
    }

    private double metric(String name, String status) {
        return registry.get(name).tag("status", status).gauge().value();
    }
}
