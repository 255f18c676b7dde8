package orderstore.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Read models are what the log says, and no reader sees one go back, whatever happens: two nodes as processes of their
 * own, random changes, kills, freezes, rebuilds, and changes that cannot be read.
 */
@Tag("campaign")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SurvivingEverythingTest {

    private static final int CHANGES = Integer.getInteger("orderstore.campaign.changes", 1_000_000);
    private static final long SEED = Long.getLong("orderstore.campaign.seed", System.nanoTime());
    private static final int CHANGES_PER_ORDER = 5;
    private static final int UNREADABLE = 8;

    private final TestDatabase database = TestDatabase.empty();
    private final JdbcClient owner = JdbcClient.create(database.owner());

    @Test
    void read_models_are_what_the_log_says_whatever_happens() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/campaign"));
        say("Seed " + SEED + ", " + CHANGES + " changes, the nodes' output is in " + folder.toAbsolutePath());
        Files.deleteIfExists(folder.resolve("operator.key"));
        try (var cluster = new Cluster(database.url(), folder, List.of());
                var load = new Load(cluster, SEED, CHANGES / CHANGES_PER_ORDER);
                var reader = new Reader(cluster, SEED)) {
            var fold = new LogFold(
                    database.owner(),
                    Stream.concat(
                                    load.orders().stream(),
                                    IntStream.rangeClosed(1, UNREADABLE).mapToObj(SurvivingEverythingTest::unreadable))
                            .toList());
            List<Map.Entry<String, Callable<Void>>> trouble = new Trouble(cluster, SEED).shuffled();
            List<Future<Void>> sent = load.send(CHANGES / trouble.size());
            for (int step = 1; step <= trouble.size(); step++) {
                var deed = trouble.get(step - 1);
                say("Step " + step + ", " + load.stored() + " changes, " + reader.looks() + " looks: " + deed.getKey());
                deed.getValue().call();
                appendUnreadable(step);
                for (Future<Void> upload : sent) {
                    upload.get();
                }
                sent = step == trouble.size() ? List.of() : load.send(CHANGES / trouble.size());
                assertEqual(fold); // While the next share is written.
                reader.assertContent();
            }
            assertThat(fold.awaitAll()).isGreaterThanOrEqualTo(load.stored());
            say("At the end, " + load.stored() + " changes, " + reader.looks() + " looks");
            assertEqual(fold);
            new Operator(cluster).skipAll();
            assertEqual(fold);
            assertThat(letters()).isEmpty();
            assertThat(reader.looks()).isPositive();
        } finally {
            database.close();
        }
    }

    private void assertEqual(LogFold fold) {
        fold.assertEqual(SEED);
        assertThat(letters())
                .as("only what cannot be read is parked")
                .allSatisfy(
                        letter -> assertThat(letter).startsWith("unreadable-").contains("NullPointerException"));
    }

    private List<String> letters() {
        return owner.sql("select order_id || ': ' || failure from projection_dead_letter where failure is not null")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static String unreadable(int number) {
        return "unreadable-" + number;
    }

    /** An order that begins well, goes on with what no projector can read, and then as if nothing had been. */
    private void appendUnreadable(int number) {
        if (number > UNREADABLE) {
            return;
        }
        List<String> members = List.of(",\"status\":\"PLACED\"", "", ",\"status\":\"SHIPPED\"");
        for (int version = 1; version <= members.size(); version++) {
            owner.sql("select append_events(array[?], array[?], array['order.status-changed.v1'], array[?],"
                            + " array['{}'], array['{}'])::text")
                    .param(unreadable(number))
                    .param(version)
                    .param("{\"changeId\":\"c-%d\",\"kind\":\"report\"%s}".formatted(version, members.get(version - 1)))
                    .query()
                    .singleRow();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
