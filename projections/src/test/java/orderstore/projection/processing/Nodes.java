package orderstore.projection.processing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;
import orderstore.projection.LogFixture;
import orderstore.projection.Projection;
import orderstore.projection.overview.Overview;
import orderstore.testing.Await;

/** Nodes that process the overview of a log of their own. */
final class Nodes implements AutoCloseable {

    /** An event that no projector can read: it has no status. */
    static final String UNREADABLE = "{\"changeId\":\"c-%d\",\"kind\":\"command\"}";

    static final Projection OVERVIEW = new Overview();

    final LogFixture log = new LogFixture();
    private final List<Projections> nodes = new ArrayList<>();

    Projections start() {
        return start(Duration.ofSeconds(10), log.connections);
    }

    Projections start(Duration claim, DataSource connections) {
        return start(new ProcessingLimits(2, claim), connections);
    }

    Projections start(ProcessingLimits limits, DataSource connections) {
        var node = new Projections(
                List.of(OVERVIEW),
                log,
                log.advances,
                log.connections,
                connections,
                limits,
                "node-" + nodes.size(),
                ProcessingObserver.NONE);
        nodes.add(node);
        node.prepare();
        node.align();
        return node;
    }

    static ProjectionStanding standing(Projections node) {
        return node.standings().getFirst();
    }

    static void awaitPosition(Projections node, long position) {
        Await.until(
                "every change up to " + position + " is in",
                () -> standing(node).position() >= position);
    }

    long append(String order, int version, String status) {
        return append(order, version, status, "good");
    }

    long append(String order, int version, String status, String source) {
        OrderEvent event = new StatusChanged(
                new Claim(
                        new ChangeId("c-" + version),
                        Kind.COMMAND,
                        new Status(status),
                        null,
                        source,
                        null,
                        Map.of(),
                        null),
                null);
        return log.append(order, event);
    }

    long appendUnreadable(String order, int version) {
        return log.append(order, "order.status-changed.v1", UNREADABLE.formatted(version));
    }

    List<String> lines(String sql) {
        return log.owner.sql(sql).query(String.class).list().stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(Projections::close);
        log.close();
    }
}
