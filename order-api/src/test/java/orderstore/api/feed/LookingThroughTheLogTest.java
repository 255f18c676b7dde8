package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.StoredEvent;
import org.junit.jupiter.api.Test;

/** Many who look for what nobody says leave room for others. */
class LookingThroughTheLogTest {

    private static final int FOR_EACH_CORE = 3;
    private static final FeedQuery RARE = new FeedQuery(0, Set.of("NOBODY-SAYS-SO"), null, false);

    private final AtomicBoolean isEnd = new AtomicBoolean();

    @Test
    void others_get_their_turn_while_it_goes_on() throws Exception {
        try (var sieve = new LogSieve();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<StatusChange>>> pages = IntStream.range(
                            0, FOR_EACH_CORE * Runtime.getRuntime().availableProcessors())
                    .mapToObj(i -> clients.submit(() -> sieve.find(RARE, 10, this::withoutEnd)))
                    .toList();
            try {
                var answered = new CompletableFuture<Boolean>();
                Thread.ofVirtual().start(() -> answered.complete(true));

                assertThat(answered.get(60, TimeUnit.SECONDS)).isTrue();
                assertThat(pages).noneMatch(Future::isDone);
            } finally {
                isEnd.set(true);
            }
            for (Future<List<StatusChange>> page : pages) {
                assertThat(page.get()).isEmpty();
            }
        }
    }

    /** Nobody who reads it has to wait. */
    private List<StoredEvent> withoutEnd(long after) {
        return isEnd.get()
                ? List.of()
                : IntStream.rangeClosed(1, 100).mapToObj(i -> event(after + i)).toList();
    }

    private static StoredEvent event(long position) {
        return new StoredEvent(
                position,
                Instant.EPOCH,
                "o-" + position,
                1,
                "order.status-changed.v1",
                "{\"changeId\":\"c-1\",\"kind\":\"command\",\"status\":\"PLACED\"}",
                "{}");
    }
}
