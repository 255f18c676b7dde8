package orderstore.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import orderstore.api.archive.ChangeLines;
import orderstore.api.operator.OperatorCommands;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How operators see projections, stop them and let them go on. */
class OperatingProjectionsTest extends RunningServer {

    private static final String OVERVIEW = "/v1/admin/projections/overview";

    @AfterEach
    void let_it_go_on() {
        send("POST", OVERVIEW + "/resume", operatorKey(), null);
    }

    @Test
    void a_projection_says_how_far_it_is() {
        long last = append();
        Await.until("all is in", () -> overview().get("lagEvents").asLong() == 0 && position() >= last);

        JsonNode overview = overview();
        assertThat(overview.propertyNames())
                .startsWith(
                        "name",
                        "state",
                        "position",
                        "headPosition",
                        "lagEvents",
                        "lagSeconds",
                        "eventsPerSecond",
                        "deadLetters");
        assertThat(overview.get("name").asString()).isEqualTo("overview");
        assertThat(overview.get("state").asString()).isEqualTo("running");
        assertThat(overview.get("headPosition").asLong()).isGreaterThanOrEqualTo(last);
        assertThat(overview.get("lagSeconds").asDouble()).isZero();
        JsonNode all = get("/v1/admin/projections", operatorKey()).json();
        assertThat(all.isArray()).isTrue();
        assertThat(all.findValuesAsString("name")).contains("overview");
    }

    @Test
    void a_projection_that_is_paused_stays_where_it_is_until_it_is_resumed() {
        Await.until("all is in", () -> overview().get("lagEvents").asLong() == 0);

        Answer paused = send("POST", OVERVIEW + "/pause", operatorKey(), null);

        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().get("state").asString()).isEqualTo("paused");
        long before = position();
        long missed = append();
        Await.until("it is behind", () -> overview().get("lagSeconds").asDouble() > 0);
        assertThat(position()).isEqualTo(before);
        assertThat(overview().get("lagEvents").asLong()).isPositive();

        Answer resumed = send("POST", OVERVIEW + "/resume", operatorKey(), null);
        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.json().get("state").asString()).isEqualTo("running");
        Await.until("what it missed is in", () -> position() >= missed);
    }

    @Test
    void a_pause_says_which_segments_another_node_still_works_on() {
        send("POST", OVERVIEW + "/pause", operatorKey(), null);
        database().execute("""
                update projection_segment set
                  owner = 'another node',
                  claimed_at = clock_timestamp() + interval '1 hour'
                where projection = 'overview' and segment = 1
                """);

        Answer answer = send(request("POST", OVERVIEW + "/pause", null)
                .header("Authorization", "Bearer " + operatorKey())
                .header("Prefer", "wait=0"));
        database().execute("update projection_segment set owner = null");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("projection-busy");
        assertThat(answer.json().get("segments").toString()).matches("\\[\"overview\\.\\d+, segment 1\"]");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(overview().get("state").asString()).isEqualTo("paused");
    }

    @Test
    void a_batch_that_fails_is_shown_with_its_failure() {
        send("POST", OVERVIEW + "/pause", operatorKey(), null);
        database().execute("update projection_segment set failure = 'it hurts' where projection = 'overview'");
        database().execute("update projection set paused = false where name = 'overview'");

        JsonNode failed = overview();

        assertThat(failed.get("state").asString()).isEqualTo("failed");
        assertThat(failed.get("failure").asString()).isEqualTo("it hurts");
        append();
        Await.until("it runs", () -> overview().get("state").asString().equals("running"));
        assertThat(overview().has("failure")).isFalse();
    }

    @Test
    void only_operators_see_projections_and_only_those_that_there_are() {
        for (String path : new String[] {"", "/pause", "/resume"}) {
            Answer answer =
                    send(path.isEmpty() ? "GET" : "POST", "/v1/admin/projections/nothing" + path, operatorKey(), null);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("projection-unknown");
            assertThat(answer.detail()).contains("nothing").contains("overview");
        }
        assertThat(get("/v1/admin/projections?x=1", operatorKey()).problem()).isEqualTo("invalid-request");
        String reader = makeKey("reader-" + UUID.randomUUID(), "\"reader\"");
        assertThat(get("/v1/admin/projections", reader).status()).isEqualTo(403);
        assertThat(send("POST", OVERVIEW + "/pause", reader, null).status()).isEqualTo(403);
    }

    @Test
    void metrics_tell_the_same() {
        long last = append();
        Await.until("it is in", () -> metric("position") >= last);

        assertThat(metric("lag_events")).isZero();
        assertThat(metric("lag_seconds")).isZero();
        assertThat(metric("dead_letters")).isNotNegative();
        assertThat(metric("running")).isEqualTo(1);
    }

    @Test
    void a_command_shows_it_and_stops_it() {
        var out = new ByteArrayOutputStream();
        var commands = new OperatorCommands(
                Map.of("ORDERSTORE_KEY", operatorKey()),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                Duration.ofSeconds(1),
                () -> new ChangeLines(JsonMapper.shared()));
        String url = "--url=http://localhost:" + port();

        assertThat(commands.run(List.of("pause", "overview", url))).isZero();
        assertThat(overview().get("state").asString()).isEqualTo("paused");
        assertThat(commands.run(List.of("resume", "overview", url))).isZero();
        assertThat(commands.run(List.of("list", url))).isZero();
        assertThat(commands.run(List.of("dead-letters", "overview", url))).isZero();
        assertThat(commands.run(List.of("skip", "123456789", "a test", url))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("NAME").contains("overview  paused");
    }

    private double metric(String name) {
        return get("/actuator/prometheus", operatorKey())
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("orderstore_projection_" + name + "{")
                        && line.contains("projection=\"overview\""))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private JsonNode overview() {
        return get(OVERVIEW, operatorKey()).json();
    }

    private long position() {
        return overview().get("position").asLong();
    }

    private long append() {
        String path = "/v1/orders/o-" + UUID.randomUUID() + "/status-changes/c-1";
        return send("PUT", path, operatorKey(), "{\"status\":\"PLACED\"}")
                .json()
                .get("position")
                .asLong();
    }
}
