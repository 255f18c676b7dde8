package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import orderstore.eventlog.LogAdvances.Advance;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A processor is told at once that there is something, and then not again before it is worth its while. */
class GatheringNewsTest {

    private static final int WORTH_IT = 1_000;

    private final TestDatabase database = TestDatabase.migrated();
    private final Node node = new Node(database, Node.NEVER);

    @AfterEach
    void close() {
        node.close();
        database.close();
    }

    @Test
    void what_comes_soon_after_is_gathered() throws Exception {
        try (TrackingEventStream news = news(Duration.ofHours(1))) {
            node.append("s", 1);
            assertThat(next(news)).isEqualTo(1);

            append(2, WORTH_IT);
            assertThat(news.peek()).isEmpty();

            append(WORTH_IT + 1, WORTH_IT + 1);
            assertThat(next(news)).isEqualTo(WORTH_IT + 1);
        }
    }

    @Test
    void without_gathering_each_is_told() throws Exception {
        try (TrackingEventStream news = news(Duration.ZERO)) {
            for (int version = 1; version <= 3; version++) {
                node.append("s", version);
                assertThat(next(news)).isEqualTo(version);
            }
        }
    }

    private TrackingEventStream news(Duration gathering) {
        return new LogAdvances(new LogReader(node.connections), node.tail, gathering).openStream(null);
    }

    private void append(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(version -> node.append("s", version));
    }

    private static long next(TrackingEventStream news) throws InterruptedException {
        Await.until("there is news", () -> news.peek().isPresent());
        return ((Advance) news.nextAvailable().getPayload()).through();
    }
}
