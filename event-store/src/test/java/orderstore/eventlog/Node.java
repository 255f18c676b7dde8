package orderstore.eventlog;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.testing.Await;
import orderstore.testing.TestDatabase;

/** One node: a writer, a tail and a link to the others. */
final class Node implements AutoCloseable {

    static final Duration NEVER = Duration.ofMinutes(30);
    static final Duration SOON = Duration.ofSeconds(60);

    final HikariDataSource connections;
    final AtomicInteger reads = new AtomicInteger();
    final LogTail tail;
    final NodeLink link;
    final GroupCommit writer;

    Node(TestDatabase database, Duration interval) {
        connections = database.application(10);
        tail = new LogTail(
                new LogReader(Counting.connections(connections, reads)), InstantSource.system(), TailObserver.NONE);
        link = new NodeLink(database.owner(), "set role orderstore_app", connections, interval, tail);
        writer = new GroupCommit(new AppendTransaction(connections), AppendLimits.DEFAULT, telling(tail, link));
        Await.until("the node hears others", link::isConnected);
    }

    private static AppendObserver telling(LogTail tail, NodeLink link) {
        return new AppendObserver() {
            @Override
            public void written(int events, long bytes, Duration longestWait, Duration commit) {}

            @Override
            public void committed(List<StoredEvent> events) {
                tail.committed(events);
                link.tell(events.getLast().position());
            }
        };
    }

    Appended append(String stream, int version) {
        return writer.append(LogFixture.event(stream, version));
    }

    /** So many positions, as one who follows sees them. */
    static List<Long> positions(LogFollower follower, int wanted) throws InterruptedException {
        var positions = new ArrayList<Long>();
        while (positions.size() < wanted) {
            List<StoredEvent> events = follower.next(SOON).events();
            if (events.isEmpty()) {
                throw new AssertionError("After " + positions + " nothing came");
            }
            events.forEach(event -> positions.add(event.position()));
        }
        return positions;
    }

    @Override
    public void close() {
        writer.close();
        link.close();
        tail.close();
        connections.close();
    }
}
