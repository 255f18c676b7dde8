package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one node appends is seen on another at once; where no notification comes, soon after. */
class HearingOtherNodesTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
        database.close();
    }

    @Test
    void a_notification_wakes_who_waits_on_another_node() throws Exception {
        try (Node here = new Node(database, Node.NEVER);
                Node there = new Node(database, Node.NEVER);
                LogFollower follower = there.tail.follow(0, null)) {
            Future<List<Long>> seen = threads.submit(() -> Node.positions(follower, 2));

            here.append("s", 1);
            here.append("s", 2);

            assertThat(seen.get()).containsExactly(1L, 2L);
            assertThat(there.link.polls()).as("only when it connected").isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_is_terminated_is_made_again_and_nothing_is_missed() throws Exception {
        try (Node here = new Node(database, Node.NEVER);
                Node there = new Node(database, Node.NEVER);
                LogFollower follower = there.tail.follow(0, null)) {
            terminateListeners();
            here.append("s", 1);
            assertThat(Node.positions(follower, 1)).containsExactly(1L);

            Await.until("both hear again", () -> here.link.polls() == 2 && there.link.polls() == 2);
            Await.until("both hear again", () -> here.link.isConnected() && there.link.isConnected());
            here.append("s", 2);
            assertThat(Node.positions(follower, 1)).containsExactly(2L);
        }
    }

    @Test
    void a_link_that_was_disturbed_is_made_again() {
        var own = BeforeTheAnswer.database(database.owner(), () -> {
            throw new IllegalStateException("Unforeseen");
        });
        try (Node node = new Node(database, Node.NEVER);
                var link = new NodeLink(own, "set role orderstore_app", node.connections, Node.NEVER, node.tail)) {
            Await.until("it hears others", link::isConnected);
            assertThat(link.polls()).isEqualTo(2);
        }
    }

    @Test
    void a_notification_that_is_lost_is_made_good_by_asking() throws Exception {
        try (Node there = new Node(database, Duration.ofMillis(50));
                LogFollower follower = there.tail.follow(0, null);
                var silent = new GroupCommit(
                        new AppendTransaction(there.connections), AppendLimits.DEFAULT, AppendObserver.NONE)) {
            Future<List<Long>> seen = threads.submit(() -> Node.positions(follower, 1));

            silent.append(LogFixture.event("s", 1));

            assertThat(seen.get()).containsExactly(1L);
        }
    }

    @Test
    void a_node_that_is_alone_tells_nobody_until_another_comes() throws Exception {
        try (Node here = new Node(database, Duration.ofMillis(20))) {
            Await.until("it knows that it is alone", () -> !here.link.hasCompany());
            try (Node there = new Node(database, Node.NEVER);
                    LogFollower follower = there.tail.follow(0, null)) {
                Await.until("it knows that it is not", here.link::hasCompany);
                here.append("s", 1);
                assertThat(Node.positions(follower, 1)).containsExactly(1L);
            }
            Await.until("it knows that it is alone again", () -> !here.link.hasCompany());
        }
    }

    @Test
    void what_is_said_and_is_not_so_does_no_harm() throws Exception {
        try (Node here = new Node(database, Node.NEVER);
                Node there = new Node(database, Node.NEVER);
                LogFollower follower = there.tail.follow(0, null)) {
            for (String nonsense : List.of("", " ", "x", "x y", "x -1", "x 99999999999999999999", "x 4711")) {
                database.execute("notify " + NodeLink.CHANNEL + ", '" + nonsense + "'");
            }
            here.append("s", 1);
            assertThat(Node.positions(follower, 1)).containsExactly(1L);
            here.append("s", 2);
            assertThat(Node.positions(follower, 1)).containsExactly(2L);
            assertThat(there.tail.position()).isEqualTo(2);
            assertThat(there.reads.get()).as("no more reads than tellings").isLessThan(10);
        }
    }

    @Test
    void a_node_that_waits_asks_one_thing_at_its_interval_for_all_who_follow() throws Exception {
        try (Node node = new Node(database, Duration.ofMillis(50))) {
            var followers = new ArrayList<LogFollower>();
            for (int i = 0; i < 100; i++) {
                followers.add(node.tail.follow(0, null));
            }
            long begun = System.nanoTime();
            long polls = node.link.polls();
            Await.until("it has asked five times", () -> node.link.polls() >= polls + 5);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
            assertThat(node.reads).hasValue(0);
            followers.forEach(LogFollower::close);
        }
    }

    @Test
    void every_position_comes_once_and_in_order_while_two_nodes_append() throws Exception {
        try (Node here = new Node(database, Node.NEVER);
                Node there = new Node(database, Node.NEVER);
                LogFollower follower = there.tail.follow(0, null)) {
            Future<List<Long>> seen = threads.submit(() -> Node.positions(follower, 4_000));
            var appends = new ArrayList<CompletableFuture<Void>>();
            for (Node node : List.of(here, there)) {
                for (int caller = 0; caller < 20; caller++) {
                    String stream = (node == here ? "h" : "t") + caller;
                    appends.add(CompletableFuture.runAsync(() -> appendAll(node, stream), threads));
                }
            }
            appends.forEach(CompletableFuture::join);
            assertThat(seen.get())
                    .isEqualTo(LongStream.rangeClosed(1, 4_000).boxed().toList());
        }
    }

    private static void appendAll(Node node, String stream) {
        for (int version = 1; version <= 100; version++) {
            node.append(stream, version);
        }
    }

    private void terminateListeners() {
        database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and application_name = '" + NodeLink.SESSION + "'");
    }
}
