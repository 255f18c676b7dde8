package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who follows the log on a node sees each event once, in order, as soon as it is committed there. */
class FollowingTheTailTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final Node node = new Node(database, Node.NEVER);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        node.close();
        threads.close();
        database.close();
    }

    @Test
    void one_who_waits_is_woken_by_an_append() throws Exception {
        try (LogFollower follower = node.tail.follow(0, null)) {
            Future<List<StoredEvent>> next =
                    threads.submit(() -> follower.next(Node.SOON).events());

            node.append("s", 1);

            assertThat(next.get()).extracting(StoredEvent::position).containsExactly(1L);
        }
    }

    /** It reads what is not there, and there is something before it knows. */
    @Test
    void what_is_heard_while_nothing_is_found_is_not_forgotten() throws Exception {
        var told = new CompletableFuture<LogTail>();
        var connections = BeforeTheAnswer.database(node.connections, () -> {
            node.append("s", 1);
            told.join().heard(1);
        });
        try (var tail = new LogTail(new LogReader(connections), InstantSource.system(), TailObserver.NONE);
                LogFollower follower = tail.follow(0, null)) {
            told.complete(tail);
            tail.heard(4_711);

            assertThat(Node.positions(follower, 1)).containsExactly(1L);
        }
    }

    @Test
    void a_tail_that_was_disturbed_goes_on() throws Exception {
        var disturbed = new AtomicBoolean();
        TailObserver observer = (events, lag) -> {
            if (disturbed.compareAndSet(false, true)) {
                throw new IllegalStateException("Unforeseen");
            }
        };
        try (var tail = new LogTail(new LogReader(node.connections), InstantSource.system(), observer);
                LogFollower follower = tail.follow(0, null)) {
            node.append("s", 1);
            tail.heard(1);

            assertThat(Node.positions(follower, 1)).containsExactly(1L);
            assertThat(disturbed).isTrue();
        }
    }

    @Test
    void what_was_there_before_comes_first() throws Exception {
        node.append("s", 1);
        node.append("s", 2);
        try (LogFollower follower = node.tail.follow(0, null)) {
            assertThat(Node.positions(follower, 2)).containsExactly(1L, 2L);
            node.append("s", 3);
            assertThat(Node.positions(follower, 1)).containsExactly(3L);
        }
    }

    @Test
    void what_this_node_writes_is_handed_on_as_it_is_stored() throws Exception {
        var event = new NewEvent("ö", 1, "order.status-changed.v1", "{\"n\":\"ä😀\"}", "{\"actor\":\"é\"}", "{}");
        try (LogFollower follower = node.tail.follow(0, null)) {
            node.writer.append(event);

            assertThat(follower.next(Node.SOON).events())
                    .isEqualTo(new LogReader(node.connections).after(0, 10))
                    .hasSize(1);
            assertThat(node.reads).hasValue(0);
        }
    }

    /** The tail of this node is not told of what others wrote before. */
    @Test
    void what_others_wrote_before_is_read_first() throws Exception {
        try (var other = new GroupCommit(
                        new AppendTransaction(node.connections), AppendLimits.DEFAULT, AppendObserver.NONE);
                LogFollower follower = node.tail.follow(0, null)) {
            node.append("s", 1);
            assertThat(Node.positions(follower, 1)).containsExactly(1L);
            other.append(LogFixture.event("s", 2));
            node.append("s", 3);
            node.append("s", 4);

            assertThat(Node.positions(follower, 3)).containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    void one_stream_can_be_followed_alone() throws Exception {
        node.append("a", 1);
        node.append("b", 1);
        try (LogFollower follower = node.tail.follow(0, "a")) {
            assertThat(Node.positions(follower, 1)).containsExactly(1L);
            node.append("b", 2);
            node.append("a", 2);
            node.append("b", 3);
            node.append("a", 3);
            assertThat(Node.positions(follower, 2)).containsExactly(4L, 6L);
        }
    }

    @Test
    void nothing_comes_when_the_time_is_up() throws Exception {
        node.append("s", 1);
        try (LogFollower follower = node.tail.follow(1, null)) {
            assertThat(follower.next(Duration.ofMillis(1)).events()).isEmpty();
            node.append("s", 2);
            assertThat(Node.positions(follower, 1)).as("nor is anything lost").containsExactly(2L);
        }
    }

    @Test
    void five_thousand_who_wait_cost_no_query() throws Exception {
        node.append("s", 1);
        Await.until("the tail knows of it", () -> node.tail.position() == 1);
        var waiting = new ArrayList<LogFollower>();
        var found = new ArrayList<Future<List<StoredEvent>>>();
        for (int i = 0; i < 5_000; i++) {
            LogFollower follower = node.tail.follow(1, i % 2 == 0 ? null : "s");
            waiting.add(follower);
            assertThat(follower.next(Duration.ZERO).events()).isEmpty();
            found.add(threads.submit(() -> follower.next(Node.SOON).events()));
        }
        assertThat(node.tail.followers()).isEqualTo(5_000);
        assertThat(node.reads).hasValue(0);

        node.append("s", 2);

        for (Future<List<StoredEvent>> events : found) {
            assertThat(events.get()).extracting(StoredEvent::position).containsExactly(2L);
        }
        assertThat(node.reads).as("the node has written it itself").hasValue(0);
        waiting.forEach(LogFollower::close);
    }

    @Test
    void one_who_has_fallen_behind_reads_the_log_and_misses_nothing() throws Exception {
        try (LogFollower slow = node.tail.follow(0, null);
                LogFollower fast = node.tail.follow(0, null)) {
            for (int batch = 0; batch < 6; batch++) {
                int first = batch * 1_000;
                CompletableFuture.allOf(IntStream.range(first, first + 1_000)
                                .mapToObj(i -> CompletableFuture.runAsync(() -> node.append("s" + i, 1), threads))
                                .toArray(CompletableFuture[]::new))
                        .join();
                Node.positions(fast, 1_000);
            }
            assertThat(Node.positions(slow, 6_000))
                    .isEqualTo(LongStream.rangeClosed(1, 6_000).boxed().toList());
        }
    }

    @Test
    void one_who_asks_beyond_the_end_waits_for_what_comes_after() throws Exception {
        try (LogFollower follower = node.tail.follow(2, null)) {
            node.append("s", 1);
            node.append("s", 2);
            node.append("s", 3);
            assertThat(Node.positions(follower, 1)).containsExactly(3L);
        }
    }

    @Test
    void one_that_is_closed_by_another_thread_waits_no_longer() throws Exception {
        LogFollower follower = node.tail.follow(0, null);
        Future<List<StoredEvent>> next =
                threads.submit(() -> follower.next(Node.SOON).events());

        follower.close();
        follower.close();

        assertThat(next.get()).isEmpty();
        assertThat(follower.next(Node.SOON).events()).isEmpty();
        assertThat(node.tail.followers()).isZero();
    }

    @Test
    void a_tail_that_is_released_lets_nobody_wait() throws Exception {
        try (LogFollower follower = node.tail.follow(0, null)) {
            Future<List<StoredEvent>> next =
                    threads.submit(() -> follower.next(Node.SOON).events());
            node.tail.release();
            assertThat(next.get()).isEmpty();
            assertThat(follower.next(Node.SOON).events()).isEmpty();
        }
    }
}
