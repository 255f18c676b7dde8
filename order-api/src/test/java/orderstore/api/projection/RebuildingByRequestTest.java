package orderstore.api.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What an operator asks of rebuilds by HTTP, and what is answered. */
class RebuildingByRequestTest extends RunningServer {

    private static final String REBUILDS = "/v1/admin/projections/overview/rebuilds";

    @Autowired
    @Qualifier("rebuilds")
    private HikariDataSource connections;

    @Autowired
    private HikariDataSource pool;

    @Test
    void what_a_rebuild_is_at_may_take_hours() {
        assertThat(connections.getDataSourceProperties())
                .doesNotContainKey("socketTimeout")
                .containsKey("connectTimeout");
        var sql = JdbcClient.create(connections);

        assertThat(sql.sql("show statement_timeout").query(String.class).single())
                .isEqualTo("0");
        assertThat(sql.sql("show idle_in_transaction_session_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("1min");
        assertThat(sql.sql("show enable_seqscan").query(String.class).single()).isEqualTo("off");
        assertThat(sql.sql("select current_user").query(String.class).single()).isEqualTo("orderstore_app");
    }

    @Test
    void its_sessions_are_those_of_the_application_in_all_that_is_not_time() {
        var applications = JdbcClient.create(pool);
        var rebuilds = JdbcClient.create(connections);

        for (String setting : List.of("transaction_isolation", "plan_cache_mode", "jit", "role", "lock_timeout")) {
            assertThat(rebuilds.sql("show " + setting).query(String.class).single())
                    .as(setting)
                    .isEqualTo(applications
                            .sql("show " + setting)
                            .query(String.class)
                            .single());
        }
    }

    /** A timer of the system: 2 is that of probes. By default it would end in two hours. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_host_that_is_gone_is_found_within_minutes() throws SQLException, IOException {
        try (Connection connection = connections.getConnection()) {
            long local = JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("select inet_client_port()")
                    .query(Long.class)
                    .single();
            String port = String.format(Locale.ROOT, ":%04X", local);
            List<String[]> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                    .map(Path::of)
                    .filter(Files::exists)
                    .flatMap(RebuildingByRequestTest::lines)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(socket -> socket[1].endsWith(port) && !socket[2].startsWith("00000000:0000"))
                    .toList();

            assumeThat(sockets).as("no proxy between").isNotEmpty();
            assertThat(sockets).singleElement().satisfies(socket -> {
                String[] timer = socket[5].split(":", -1);
                assertThat(timer[0]).isEqualTo("02");
                assertThat(Long.parseLong(timer[1], 16)).isLessThanOrEqualTo(6_000); // hundredths of a second
            });
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer start(String promote) {
        return send("POST", REBUILDS, operatorKey(), "{\"promote\":\"" + promote + "\"}");
    }

    private Answer await(String path, String state) {
        return Await.answer(
                path + " is " + state,
                () -> get(path, operatorKey()),
                answer -> answer.json().path("state").asString("").equals(state));
    }

    private void append() {
        append(UUID.randomUUID().toString(), "somebody");
    }

    private long append(String order, String source) {
        Answer appended = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/c-1",
                operatorKey(),
                "{\"status\":\"PLACED\",\"source\":\"" + source + "\"}");
        assertThat(appended.status()).isEqualTo(201);
        return appended.json().get("position").asLong();
    }

    @Test
    void a_search_goes_on_with_its_next_page_behind_a_switch() {
        String source = UUID.randomUUID().toString();
        long last = 0;
        for (int i = 0; i < 6; i++) {
            last = append(source + "." + i, source);
        }
        String rebuild = Objects.requireNonNull(start("manual").header("Location"));
        await(rebuild, "caught-up");

        var seen = new ArrayList<String>();
        Answer page = get("/v1/orders?sort=orderId&limit=2&source=" + source + "&minPosition=" + last, operatorKey());
        for (String then : List.of("/promote", "/cancel")) { // To the new one, and back.
            seen.addAll(ids(page));
            assertThat(send("POST", rebuild + then, operatorKey(), null).status())
                    .isEqualTo(200);
            page = get(
                    Objects.requireNonNull(page.header("Link")).replaceAll("<(.*)>; rel=\"next\"", "$1"),
                    operatorKey());
        }
        seen.addAll(ids(page));

        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
        assertThat(page.header("Link")).isNull();
    }

    private static List<String> ids(Answer page) {
        assertThat(page.status()).as(page.response().body()).isEqualTo(200);
        return page.json().get("items").findValuesAsString("orderId");
    }

    @Test
    void while_there_is_nothing_to_read_yet_readers_are_told_when_to_ask_again() {
        for (var read :
                Map.of("overview", "/v1/orders", "statistics", "/v1/statistics").entrySet()) {
            var projection = JdbcClient.create(database().owner());
            Integer live = projection
                    .sql("select live from projection where name = ?")
                    .param(read.getKey())
                    .query(Integer.class)
                    .single();
            database().execute("update projection set live = null where name = '" + read.getKey() + "'");
            try {
                Answer answer = get(read.getValue(), operatorKey());
                assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("unavailable");
                assertThat(answer.header("Retry-After")).isNotNull();
            } finally {
                projection
                        .sql("update projection set live = ? where name = ?")
                        .params(live, read.getKey())
                        .update();
            }
        }
    }

    @Test
    void one_is_started_watched_promoted_and_its_predecessor_discarded() {
        append();

        Answer started = start("manual");
        assertThat(started.status()).isEqualTo(202);
        String path = Objects.requireNonNull(started.header("Location"));
        assertThat(path).startsWith(REBUILDS + "/");

        Answer second = start("automatic");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("rebuild-running");

        Answer caughtUp = await(path, "caught-up");
        assertThat(caughtUp.json().get("processed").asLong())
                .isEqualTo(caughtUp.json().get("total").asLong())
                .isPositive();
        assertThat(caughtUp.json().get("differences").get("equal").asLong()).isPositive();
        assertThat(caughtUp.json().get("differences").get("missing").asLong()).isZero();

        Answer promoted = send("POST", path + "/promote", operatorKey(), null);
        assertThat(promoted.status()).isEqualTo(200);
        assertThat(promoted.json().get("state").asString()).isEqualTo("promoted");
        assertThat(promoted.json().get("previous").asString()).isEqualTo("kept");

        Answer again = send("POST", path + "/promote", operatorKey(), null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("rebuild-state");
        assertThat(again.detail()).contains("is promoted; this is possible when it is caught-up");

        Answer discarded = send("POST", path + "/discard", operatorKey(), null);
        assertThat(discarded.json().get("previous").asString()).isEqualTo("dropped");
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        assertThat(start("perhaps").problem()).isEqualTo("invalid-request");
        assertThat(send("POST", REBUILDS, operatorKey(), "{}").problem()).isEqualTo("invalid-request");
        assertThat(send("POST", "/v1/admin/projections/nothing/rebuilds", operatorKey(), "{\"promote\":\"manual\"}")
                        .problem())
                .isEqualTo("projection-unknown");
        assertThat(get(REBUILDS + "/999999", operatorKey()).problem()).isEqualTo("rebuild-unknown");
        assertThat(get(REBUILDS + "/x", operatorKey()).problem()).isEqualTo("rebuild-unknown");
        assertThat(send("POST", REBUILDS + "/999999/cancel", operatorKey(), null)
                        .status())
                .isEqualTo(404);
        assertThat(send("POST", REBUILDS, makeKey("w-" + UUID.randomUUID(), "\"writer\""), "{}")
                        .status())
                .isEqualTo(403);
    }
}
