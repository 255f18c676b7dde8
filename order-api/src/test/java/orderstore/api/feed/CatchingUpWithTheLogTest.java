package orderstore.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.api.order.Corrections;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.TailObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who is behind and wants little has much to look through, but not at the cost of what else it has to do. */
class CatchingUpWithTheLogTest extends RunningServer {

    private static final int MORE_THAN_A_PART = 1_100;

    @Autowired
    private LogReader log;

    @Autowired
    private Corrections corrections;

    private final LogSieve sieve = new LogSieve();
    private LogTail tail;

    @BeforeEach
    void nothing_of_it_is_in_memory() {
        String order = UUID.randomUUID().toString();
        send(request("POST", "/v1/status-changes", null)
                .method(
                        "POST",
                        BodyPublishers.ofString(IntStream.range(0, MORE_THAN_A_PART)
                                .mapToObj(i -> "{\"orderId\":\"%s-%d\",\"changeId\":\"c\",\"status\":\"PLACED\"}"
                                        .formatted(order, i))
                                .collect(Collectors.joining("\n"))))
                .header("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + operatorKey()));
        tail = new LogTail(log, InstantSource.system(), TailObserver.NONE);
        tail.committed(log.lastPosition());
    }

    @AfterEach
    void close() {
        tail.close();
        sieve.close();
    }

    @Test
    void when_the_time_is_up_it_is_told_how_far_it_is() throws Exception {
        try (ChangeFollower changes = followerOf("NOBODY-SAYS-SO")) {
            assertThat(changes.next(Duration.ZERO)).isEmpty();
            assertThat(changes.lookedThrough()).isBetween(1L, tail.position() - 1);

            while (changes.lookedThrough() < tail.position()) {
                assertThat(changes.next(Duration.ZERO)).isEmpty();
            }
        }
    }

    @Test
    void when_the_time_is_up_it_waits_no_longer() throws Exception {
        try (ChangeFollower changes = followerOf("NOBODY-SAYS-SO")) {
            assertThat(changes.arrival(Duration.ZERO)).isBetween(1L, tail.position() - 1);
        }
    }

    private ChangeFollower followerOf(String status) {
        return new ChangeFollower(new FeedQuery(0, Set.of(status), null, false), 0, log, tail, corrections, sieve);
    }
}
