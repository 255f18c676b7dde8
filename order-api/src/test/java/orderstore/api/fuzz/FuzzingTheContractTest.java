package orderstore.api.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import orderstore.api.campaign.LogFold;
import orderstore.api.fuzz.RawConnection.RawAnswer;
import orderstore.api.fuzz.RequestMaker.Made;
import orderstore.api.openapi.Answered;
import orderstore.api.security.Installation;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent, the answer is one of the contract's, and what is stored is what was acknowledged. */
@ContextConfiguration(initializers = FuzzingTheContractTest.Own.class)
class FuzzingTheContractTest extends RunningServer {

    private static final long REQUESTS = Long.getLong("orderstore.fuzz.requests", 20_000);
    /** The same requests in each build, so that it fails for what was changed; others find more. */
    private static final long SEED = Long.getLong("orderstore.fuzz.seed", 30585283158758L);

    private static final int CONNECTIONS = 16;
    private static final int TOLD = 20;

    /** Requests that were refused for now, as the contract says they may be; more would hide what should be seen. */
    private static final int FEW = 50;

    private static final Installation INSTALLATION = new Installation();
    private static final TestDatabase OWN = INSTALLATION.database();

    private final AtomicLong sent = new AtomicLong();
    /** What was said to be appended, by order and change. */
    private final Queue<String> appended = new ConcurrentLinkedQueue<>();

    private final ConcurrentMap<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    static final class Own implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext product) {
            INSTALLATION.take(product);
        }
    }

    @Test
    void nothing_that_is_sent_leads_out_of_the_contract() throws Exception {
        System.out.println("Fuzzing with -Dorderstore.fuzz.seed=" + SEED);
        List<String> keys = List.of(key(), madeKey("reader"), madeKey("writer"), "osk_wrong", "");
        long begun = System.nanoTime();
        try (var connections = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = new ArrayList<Future<?>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                var random = new Random(SEED + i);
                ends.add(connections.submit(() -> {
                    fuzz(new RequestMaker(random, keys));
                    return null;
                }));
            }
            for (var end : ends) {
                end.get();
            }
        }
        System.out.printf(
                "%d requests in %d s, answers by status: %s, changes appended: %d%n",
                sent.get(), Duration.ofNanos(System.nanoTime() - begun).toSeconds(), statuses, appended.size());

        assertThat(wrong.stream().limit(TOLD).toList()).as("with seed " + SEED).isEmpty();
        assertThat(count(503)).isLessThan(10 + REQUESTS / FEW);
        assertThat(count(200) + count(201)).as("requests that were taken").isGreaterThan(REQUESTS / 10);
        whatWasQueuedIsDone();
        theLogIsWhatWasAcknowledged();
        theReadModelsAreWhatTheLogTells();
    }

    private void fuzz(RequestMaker requests) throws IOException {
        try (var connection = new RawConnection(port())) {
            String before = "nothing";
            while (sent.incrementAndGet() <= REQUESTS && wrong.size() < TOLD) {
                Made made = requests.next();
                boolean stream = new String(made.bytes(), ISO_8859_1).contains("Accept: text/event-stream\r\n");
                RawAnswer answer =
                        connection.exchange(made.bytes(), made.method().equals("HEAD"), made.last() || stream);
                if (answer != null) {
                    judge(made, answer);
                } else if (!made.last()) {
                    wrong.add("no answer to " + text(made) + "\nafter " + before);
                }
                before = text(made) + "\n" + answer;
            }
        }
    }

    private void judge(Made made, RawAnswer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        var answered = new Answered(made.method(), made.path(), answer.status(), answer.headers(), answer.body());
        List<String> errors = made.method().equals("OPTIONS") ? List.of() : answered.errors();
        if (!errors.isEmpty() || answer.status() == 500) {
            wrong.add(errors + "\n" + text(made) + "\n" + answer);
        }
        if (answer.status() == 201 && answer.body().contains("\"changeId\":")) {
            acknowledge(answer.body());
        } else if (answer.headers().getOrDefault("content-type", List.of()).contains("application/x-ndjson")) {
            answer.body()
                    .lines()
                    .filter(line -> line.contains("\"result\":\"appended\""))
                    .forEach(this::acknowledge);
        }
    }

    private void acknowledge(String json) {
        JsonNode change = JsonMapper.shared().readTree(json);
        appended.add(change.path("orderId").asString() + " "
                + change.path("changeId").asString());
    }

    private static String text(Made made) {
        String text = new String(made.bytes(), ISO_8859_1);
        return text.substring(0, Math.min(800, text.length()));
    }

    /** What was appended later counts as acknowledged, unless a request that came between was told so. */
    private void whatWasQueuedIsDone() {
        var log = JdbcClient.create(OWN.owner());
        Await.until(
                "no operation waits any longer",
                () -> log.sql("select not exists (select from operation where ended_at is null)")
                        .query(Boolean.class)
                        .single());
        var known = new HashSet<>(appended);
        log.sql("""
                        select distinct order_id || ' ' || change_id
                        from operation
                        where problem is null
                          and progress like '%"replayed":false%'
                        """).query(String.class).list().stream().filter(known::add).forEach(appended::add);
    }

    private void theLogIsWhatWasAcknowledged() {
        var log = JdbcClient.create(OWN.owner());
        assertThat(log.sql("select order_id || ' ' || (payload->>'changeId') from order_event_json")
                        .query(String.class)
                        .list())
                .as("each acknowledged change is stored once, and no other")
                .containsExactlyInAnyOrderElementsOf(appended);
        assertThat(log.sql("""
                        select (select coalesce(max(position), 0) from order_event) = (select count(distinct position) from order_event)
                           and not exists (
                             select from order_event e
                             group by order_id
                             having count(*) <> max(version) or min(version) <> 1)
                        """).query(Boolean.class).single())
                .as("positions and versions without holes")
                .isTrue();
    }

    private void theReadModelsAreWhatTheLogTells() {
        for (String name : List.of("overview", "statistics")) {
            send("POST", "/v1/admin/projections/" + name + "/resume", key(), null);
        }
        awaitReadModels();
        var orders = JdbcClient.create(OWN.owner())
                .sql("select distinct order_id from order_event")
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list();
        var differences = new TreeMap<>(new LogFold(OWN.owner(), orders).differences());
        assertThat(differences).isNotEmpty();
        assertThat(differences.values()).as(differences.toString()).containsOnly("");
    }

    private void awaitReadModels() {
        Await.until("the read models have all", () -> {
            boolean behind = false;
            for (var projection : get("/v1/admin/projections", key()).json()) {
                behind |= projection.path("lagEvents").asLong(1) > 0
                        || projection.path("deadLetters").asLong(1) > 0;
            }
            return !behind;
        });
    }

    private long count(int status) {
        LongAdder count = statuses.get(status);
        return count == null ? 0 : count.sum();
    }

    private String madeKey(String role) {
        return send("POST", "/v1/admin/keys", key(), "{\"name\":\"" + role + "\",\"roles\":[\"" + role + "\"]}")
                .json()
                .get("key")
                .asString();
    }

    private static String key() {
        return INSTALLATION.operatorKey();
    }
}
