package orderstore.projection.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import orderstore.projection.ChangeLog;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.Histories;
import orderstore.projection.LogFixture;
import orderstore.projection.LoggedChange;
import orderstore.projection.OrderRange;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An overview of a log of its own, which the nodes of a test follow and make anew. */
abstract class RebuiltOverview {

    static final String ROWS = """
            select concat_ws(' ', order_id, status, source, conflicting, changed_at, opened_at, version, position)
            from %s
            order by order_id
            """;

    final LogFixture log = new LogFixture();
    final Histories histories = new Histories(new SplittableRandom(11));
    final SplittableRandom random = new SplittableRandom(12);
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable node : open) {
            node.close();
        }
        log.close();
    }

    /** What one node runs. */
    record Node(Projections projections, Rebuilds rebuilds) {

        Rebuild awaitState(long id, RebuildState state) {
            Await.until("the rebuild is " + state, () -> {
                projections.align();
                rebuilds.advance();
                return rebuilds.find(id).orElseThrow().state() == state;
            });
            return rebuilds.find(id).orElseThrow();
        }
    }

    Node node(Projection projection, int rangeChanges) {
        var projections = new Projections(
                List.of(projection),
                log,
                log.advances,
                log.connections,
                log.connections,
                new ProcessingLimits(2, Duration.ofSeconds(10)),
                "node-" + open.size(),
                ProcessingObserver.NONE);
        projections.prepare();
        projections.align();
        var rebuilds = new Rebuilds(
                List.of(projection), log, log.connections, log.connections, 2, new RebuildLimits(2, rangeChanges, 0));
        open.add(rebuilds);
        open.add(projections);
        return new Node(projections, rebuilds);
    }

    Node node() {
        return node(new Overview(), 100);
    }

    void append(int changes) {
        for (int i = 0; i < changes; i++) {
            String order = "o-" + random.nextInt(300);
            log.append(order, histories.next(order, Instant.now()));
        }
    }

    void awaitAll(Node node) {
        long last = log.lastPosition();
        Await.until("all is in", () -> node.projections().standings().getFirst().position() >= last);
    }

    List<String> lines(String sql) {
        return log.owner.sql(sql).query((row, number) -> row.getString(1)).list();
    }

    /** A fold before whose writing something happens. */
    static Fold writingAfter(Runnable event, Fold fold) {
        return new Fold() {
            @Override
            public void add(LoggedChange change) {
                fold.add(change);
            }

            @Override
            public void write(JdbcClient database) {
                event.run();
                fold.write(database);
            }
        };
    }

    /** The log, whose ranges are planned as the test says. */
    final class PlannedLog implements ChangeLog {

        private final IntFunction<List<OrderRange>> plan;

        PlannedLog(IntFunction<List<OrderRange>> plan) {
            this.plan = plan;
        }

        @Override
        public List<OrderRange> ranges(int changes) {
            return plan.apply(changes);
        }

        @Override
        public List<LoggedChange> read(long after, long through, int limit) {
            return log.read(after, through, limit);
        }

        @Override
        public List<LoggedChange> histories(Collection<String> orderIds) {
            return log.histories(orderIds);
        }

        @Override
        public long lastPosition() {
            return log.lastPosition();
        }

        @Override
        public void read(OrderRange range, long through, Consumer<LoggedChange> each) {
            log.read(range, through, each);
        }
    }

    /** The overview with another way of folding. */
    record Changed(int version, UnaryOperator<Fold> change) implements Projection {
        private static final Overview OVERVIEW = new Overview();

        @Override
        public String name() {
            return OVERVIEW.name();
        }

        @Override
        public List<ProjectionTable> tables() {
            return OVERVIEW.tables();
        }

        @Override
        public Projector projector(Generation generation) {
            Projector projector = OVERVIEW.projector(generation);
            return () -> Objects.requireNonNull(change.apply(projector.begin()));
        }
    }
}
