package orderstore.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orderstore.testing.AgedLog;
import orderstore.testing.AgedLog.Told;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;

/**
 * What may go goes, and nothing else does, whatever happens: a log of 30 months, purged by two nodes at once with
 * cutoffs of chance, while changes and late reports are appended, orders held and let go, read models made anew, the
 * feed followed, and nodes killed and frozen. The archives have just what went.
 */
@Tag("campaign")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SurvivingPurgesTest {

    private static final int STEPS = Integer.getInteger("orderstore.campaign.steps", 12);
    private static final long SEED = Long.getLong("orderstore.campaign.seed", System.nanoTime());
    private static final int OLD = 3_000;
    private static final int OLD_AND_GOING_ON = 300;
    private static final int ORDERS = 2_000;
    private static final int CHANGES_A_STEP = 1_500;
    private static final List<String> LIFE = List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED", "CLOSED");

    private final TestDatabase database = TestDatabase.empty();

    @Test
    void what_may_go_goes_and_nothing_else_does() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/campaign-purges"));
        say("Seed " + SEED + ", " + STEPS + " steps, the nodes' output is in " + folder.toAbsolutePath());
        Files.deleteIfExists(folder.resolve("operator.key"));
        var archives = new Archives(emptied(folder.resolve("archives").toAbsolutePath()));
        List<String> old = IntStream.range(0, OLD).mapToObj(i -> "old-" + i).toList();
        try (var cluster = new Cluster(database.url(), folder, List.of("--orderstore.retention.archive=" + archives));
                var load = new Load(cluster, SEED, ORDERS)) {
            var witness = new LogWitness(database.owner());
            var fold = new LogFold(
                    database.owner(),
                    Stream.concat(load.orders().stream(), old.stream()).toList());
            writeOldOrders(Stream.concat(old.stream(), load.orders().stream().limit(OLD_AND_GOING_ON))
                    .toList());
            fold.awaitAll();
            say("The log is there");
            List<Map.Entry<String, Callable<Void>>> trouble = new Trouble(cluster, SEED).shuffled();
            try (var retention = new Retention(cluster, SEED, old);
                    var reader = new FeedReader(cluster, SEED)) {
                for (int step = 1; step <= STEPS; step++) {
                    var deed = trouble.get((step - 1) % trouble.size());
                    say("Step " + step + ", " + witness.gone() + " orders went: " + deed.getKey());
                    List<Future<Void>> sent = load.send(CHANGES_A_STEP);
                    deed.getValue().call();
                    for (Future<Void> upload : sent) {
                        upload.get();
                    }
                    fold.assertEqual(SEED); // While it is purged.
                }
                retention.end();
                fold.awaitAll();
                say("At the end, " + witness.gone() + " orders went, " + retention.answers()
                        + ", and the reader was told " + reader.told() + " times");
                List<Long> positions = witness.positions();
                assertThat(reader.end(positions.getLast()))
                        .as("seed %d: the feed has told all that stays", SEED)
                        .containsAll(positions);
            }
            assertThat(witness.wrong(archives)).as("seed %d", SEED).isEmpty();
            fold.assertEqual(SEED);
            assertThat(witness.gone()).isPositive();
        } finally {
            database.close();
        }
    }

    private static Path emptied(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        return Files.createDirectories(folder);
    }

    /** Orders of 30 months, most of which are done; told in the order of time. */
    private void writeOldOrders(List<String> orders) {
        var random = new SplittableRandom(SEED);
        Instant start = Instant.now().minus(910, ChronoUnit.DAYS);
        var all = new ArrayList<Told>();
        for (String order : orders) {
            Instant at = start.plusSeconds(random.nextLong(TimeUnit.DAYS.toSeconds(890)));
            int many = random.nextInt(4) == 0 ? 1 + random.nextInt(LIFE.size()) : LIFE.size() - random.nextInt(2);
            for (int version = 1; version <= many; version++) {
                all.add(new Told(order, at, "c-" + version, LIFE.get(version - 1)));
                at = at.plusSeconds(1 + random.nextLong(TimeUnit.DAYS.toSeconds(3)));
            }
        }
        all.sort(Comparator.comparing(Told::recordedAt));
        new AgedLog(database).addAll(all);
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
