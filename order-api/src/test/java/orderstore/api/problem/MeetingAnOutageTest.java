package orderstore.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import orderstore.api.security.HeldTransaction;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Whatever the database cannot do, a client is told to come again, and all is well by itself once it can. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "spring.datasource.hikari.connection-timeout=300",
            "spring.datasource.hikari.validation-timeout=250",
            "spring.datasource.hikari.connection-init-sql=set role orderstore_app; set lock_timeout = '500ms';"
                    + " set statement_timeout = '2s'; set plan_cache_mode = force_generic_plan; set enable_seqscan = off",
            "orderstore.log.deadline=2s"
        })
class MeetingAnOutageTest extends RunningServer {
    private static final String SECRET = "left dock 4";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final String order = "o-" + UUID.randomUUID();

    @Autowired
    private DataSource database;

    private int begin;

    /** The start may have told the operator's key, as it is to do once. */
    @BeforeEach
    void what_was_told_before_does_not_count(CapturedOutput output) {
        begin = output.getAll().length();
    }

    @Test
    void a_database_that_only_reads_is_no_place_for_changes(CapturedOutput output) throws Exception {
        assertThat(append("c-1").status()).isEqualTo(201);
        try (var server = server();
                var statement = server.createStatement()) {
            statement.execute("alter database " + name() + " set default_transaction_read_only = on");
            try {
                endSessions(statement);

                awaitReadiness(503);
                assertIsOutage(append("c-2"));
                assertThat(readOrOutage()).isIn(200, 503);
            } finally {
                statement.execute("alter database " + name() + " reset default_transaction_read_only");
                endSessions(statement);
            }
        }
        awaitAllIsWell();
        assertTellsEnoughAndNoMore(output);
    }

    @Test
    void a_pool_without_a_connection_is_waited_for_and_not_for_long(CapturedOutput output) throws Exception {
        var taken = new ArrayList<Connection>();
        try {
            takeAll(taken);

            assertIsOutage(append("c-1"));
            assertIsOutage(get("/v1/orders/" + order, operatorKey()));
            awaitReadiness(503);
            assertThat(get("/actuator/health/liveness", null).status()).isEqualTo(200);
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
        awaitAllIsWell();
        assertTellsEnoughAndNoMore(output);
    }

    /** Each would have its turn in the end, behind all that were refused before it, without a bound on the waiting. */
    @Test
    void changes_of_one_order_wait_for_their_turns_and_not_for_long() throws Exception {
        var answers = new ArrayList<Future<Answer>>();
        try (var held = new HeldTransaction(database(), "select pg_advisory_xact_lock(8030591472429199207)");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(held).isNotNull();
            for (int client = 0; client < 16; client++) {
                String change = "c-" + client;
                answers.add(clients.submit(() -> append(change)));
            }
            for (var answer : answers) {
                assertIsOutage(answer.get());
            }
        }

        assertThat(answers)
                .anyMatch(answer -> answer.resultNow().detail().contains("is being changed by too many at once"));
        awaitAllIsWell();
    }

    @Test
    void a_table_that_somebody_else_holds_is_waited_for_and_not_for_long(CapturedOutput output) throws Exception {
        append("c-1");
        for (String table : new String[] {"order_head", "order_event", "audit_entry"}) {
            try (var held = new HeldTransaction(database(), "lock table " + table + " in access exclusive mode")) {
                assertThat(held).isNotNull();
                var statuses = new TreeSet<Integer>();
                statuses.add(append("c-2").status());
                statuses.add(get("/v1/orders/" + order, operatorKey()).status());
                statuses.add(
                        get("/v1/status-changes?after=0&limit=1", operatorKey()).status());
                statuses.add(send("PUT", "/v1/admin/holds/o-1", operatorKey(), "{\"reason\": \"x\"}")
                        .status());
                statuses.add(send("DELETE", "/v1/admin/holds/o-1", operatorKey(), null)
                        .status());

                assertThat(statuses).as(table).contains(503).allMatch(status -> status != 500);
            }
            awaitAllIsWell();
        }
        assertTellsEnoughAndNoMore(output);
    }

    /** By {@code statement_timeout}: for the sessions of this test a policy makes each table slow. */
    @Test
    void a_read_that_takes_too_long_is_given_up() {
        append("c-1");
        database().execute("update order_head set held = true where order_id = '" + order + "'");
        String search = "/v1/orders?held=true";
        Await.until("it is found", () -> !read(search).json().get("items").isEmpty());
        Map<String, String> reads =
                Map.of("order_event", "/v1/orders/" + order + "/status-changes", "order_head", search);
        reads.forEach((table, path) -> {
            database().execute("""
                    alter table %1$s enable row level security;
                    create policy slow on %1$s
                    using (current_setting('statement_timeout') <> '2s' or (select true from pg_sleep(60)))
                    with check (true)
                    """.formatted(table));
            try {
                assertIsOutage(read(path));
            } finally {
                database().execute("""
                        drop policy slow on %1$s;
                        alter table %1$s disable row level security
                        """.formatted(table));
            }
        });
        awaitAllIsWell();
    }

    @Test
    void sessions_that_are_ended_under_load_are_no_errors_of_ours(CapturedOutput output) throws Exception {
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        var rounds = new AtomicInteger();
        var isOver = new AtomicBoolean();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                var server = server();
                var statement = server.createStatement()) {
            for (int client = 0; client < 4; client++) {
                String prefix = "c-" + client + "-";
                clients.execute(() -> {
                    for (int i = 0; !isOver.get(); i++) {
                        statuses.add(append(prefix + i).status());
                        statuses.add(get("/v1/orders/" + order + "/status-changes", operatorKey())
                                .status());
                        rounds.incrementAndGet();
                    }
                });
            }
            for (int ended = 1; ended <= 10; ended++) {
                int enough = ended * 20;
                Await.until("round " + enough, () -> rounds.get() >= enough);
                endSessions(statement);
            }
            isOver.set(true);
        }
        assertThat(statuses).isSubsetOf(200, 201, 404, 422, 503);
        awaitAllIsWell();
        assertTellsEnoughAndNoMore(output);
    }

    private Answer append(String changeId) {
        return send(request(
                        "PUT",
                        "/v1/orders/" + order + "/status-changes/" + changeId,
                        "{\"status\": \"PLACED\", \"kind\": \"report\", \"reason\": \"" + SECRET + "\"}")
                .header("Authorization", "Bearer " + operatorKey())
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
    }

    private int readOrOutage() {
        return read("/v1/orders/" + order).status();
    }

    private Answer read(String path) {
        return get(path, operatorKey());
    }

    private static void assertIsOutage(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    /** Within 5 seconds; a slow machine gets more. */
    private void awaitAllIsWell() {
        long back = System.nanoTime();
        awaitReadiness(200);
        Await.until("changes are taken", () -> append("c-" + UUID.randomUUID()).status() == 201);
        assertThat(System.nanoTime() - back).isLessThan(20_000_000_000L);
    }

    private void awaitReadiness(int status) {
        Await.until(
                "readiness is " + status,
                () -> get("/actuator/health/readiness", null).status() == status);
    }

    private void assertTellsEnoughAndNoMore(CapturedOutput output) {
        assertThat(output.getAll().substring(begin)).contains(TRACE).doesNotContain(SECRET, operatorKey());
    }

    private void takeAll(List<Connection> taken) {
        try {
            for (int i = 0; i < 100; i++) {
                taken.add(database.getConnection());
            }
            throw new AssertionError("There is no end of connections.");
        } catch (SQLException allAreTaken) {
            assertThat(taken).isNotEmpty();
        }
    }

    private static void endSessions(Statement statement) throws SQLException {
        statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name() + "'");
    }

    private static Connection server() throws SQLException {
        return DriverManager.getConnection(database().url().replace("/" + name(), "/postgres"));
    }

    private static String name() {
        return database().owner().getURL().replaceAll(".*/([^/?]+)\\?.*", "$1");
    }
}
