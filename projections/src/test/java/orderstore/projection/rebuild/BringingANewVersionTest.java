package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import orderstore.projection.Fold;
import orderstore.projection.LoggedChange;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the code of a new version does otherwise is seen before readers see it. */
class BringingANewVersionTest extends RebuiltOverview {

    @Test
    void a_new_version_is_built_beside_the_old_one_and_compared_before_the_switch() {
        Node old = node();
        append(400);
        awaitAll(old);
        old.projections().close();
        append(100);

        Node next = node(new Changed(2, BringingANewVersionTest::withoutSources), 100);
        next.rebuilds().renew();
        long id = next.rebuilds().last("overview").orElseThrow().id();
        Rebuild ended = next.awaitState(id, RebuildState.PROMOTED);

        Differences found = Objects.requireNonNull(ended.differences());
        assertThat(found.changed()).isPositive();
        assertThat(found.samples()).contains("\"source\": {\"live\": \"source-");
        assertThat(found.missing()).isZero();
        awaitAll(next);
        assertThat(lines("select distinct source from order_overview")).containsExactly((String) null);
        assertThat(lines("select max(position)::text from order_overview")).containsExactly("500");
        next.rebuilds().renew();
        assertThat(next.rebuilds().last("overview").orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void one_that_loses_orders_waits_for_an_operator() {
        Node old = node();
        append(400);
        awaitAll(old);
        old.projections().close();

        Node next = node(new Changed(2, BringingANewVersionTest::withoutSome), 100);
        next.rebuilds().renew();
        long id = next.rebuilds().last("overview").orElseThrow().id();
        Differences found = Objects.requireNonNull(
                next.awaitState(id, RebuildState.CAUGHT_UP).differences());

        assertThat(found.missing())
                .isPositive()
                .isEqualTo(log.owner
                        .sql("select count(*) from order_overview where order_id like 'o-1%'")
                        .query(Long.class)
                        .single());
        assertThat(found.extra() + found.changed()).isZero();
        assertThat(found.samples()).contains("\"key\": {\"order_id\": \"o-1");
        assertThatItWaits(next, id);
    }

    @Test
    void a_fault_that_came_without_a_new_version_waits_for_an_operator() {
        var faulty = new AtomicBoolean();
        Node node = node(new Changed(1, fold -> faulty.get() ? withoutSources(fold) : fold), 100);
        append(400);
        awaitAll(node);
        faulty.set(true);

        long id = node.rebuilds().start("overview", true, "ann").id();
        Differences found = Objects.requireNonNull(
                node.awaitState(id, RebuildState.CAUGHT_UP).differences());

        assertThat(found.changed()).isPositive();
        assertThat(found.samples()).contains("\"source\": {\"live\": \"source-");
        assertThatItWaits(node, id);
    }

    private void assertThatItWaits(Node node, long id) {
        node.rebuilds().advance();
        node.rebuilds().close(); // When all is done that could be done.
        assertThat(node.rebuilds().find(id).orElseThrow().state()).isEqualTo(RebuildState.CAUGHT_UP);
        assertThat(lines("select live::text from projection")).containsExactly("1");
    }

    static Fold withoutSources(Fold fold) {
        return new Fold() {
            @Override
            public void add(LoggedChange change) {
                fold.add(new LoggedChange(
                        change.position(),
                        change.recordedAt(),
                        change.orderId(),
                        change.version(),
                        change.type(),
                        change.payload().replaceAll(",\"source\":\"[^\"]*\"", "")));
            }

            @Override
            public void write(JdbcClient database) {
                fold.write(database);
            }
        };
    }

    private static Fold withoutSome(Fold fold) {
        return new Fold() {
            @Override
            public void add(LoggedChange change) {
                if (!change.orderId().startsWith("o-1")) {
                    fold.add(change);
                }
            }

            @Override
            public void write(JdbcClient database) {
                fold.write(database);
            }
        };
    }
}
