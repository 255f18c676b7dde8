package orderstore.projection.statistics;

import static orderstore.projection.statistics.Reports.changed;
import static orderstore.projection.statistics.Reports.late;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import orderstore.projection.LogFixture;
import orderstore.projection.Projection;
import orderstore.projection.intake.DeadLetter;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessing;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change that an operator gave up is left out of the statistics, and what follows it is in. */
class SkippingAChangeTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    private final LogFixture log = new LogFixture();
    private final List<Projection> statistics = List.of(new Statistics(log));
    private final Projections node = new Projections(
            statistics,
            log,
            log.advances,
            log.connections,
            log.connections,
            new ProcessingLimits(2, Duration.ofSeconds(10)),
            "node",
            ProcessingObserver.NONE);

    SkippingAChangeTest() {
        node.prepare();
        node.align();
    }

    @AfterEach
    void close() {
        node.close();
        log.close();
    }

    @Test
    void what_waits_behind_it_and_what_comes_later_is_taken_in() {
        log.append("odd", changed("c-1", "PLACED", NINE));
        log.append("odd", "order.status-changed.v1", "{\"changeId\":\"c-2\",\"kind\":\"report\"}");
        awaitPosition(log.append("odd", changed("c-3", "SHIPPED", NINE.plusSeconds(30))));

        assertThat(skip()).isEqualTo(new Done(1, 0, null));

        awaitPosition(log.append("odd", changed("c-4", "DELIVERED", NINE.plusSeconds(60))));
        assertThat(letters()).isEmpty();
        assertThat(stays()).containsExactly("PLACED 0 30", "SHIPPED 30 60", "DELIVERED 60 4");
    }

    @Test
    void it_is_no_part_of_the_history_for_what_reaches_back() {
        log.append("odd", changed("c-1", "PLACED", NINE));
        log.append("odd", "order.status-changed.v1", "{\"changeId\":\"c-2\",\"kind\":\"report\"}");
        awaitPosition(log.append("odd", changed("c-3", "SHIPPED", NINE.plusSeconds(60))));
        skip();

        awaitPosition(log.append("odd", late("c-4", "PACKED", NINE.plusSeconds(30))));

        assertThat(letters()).isEmpty();
        assertThat(stays()).containsExactly("PLACED 0 30", "PACKED 30 60", "SHIPPED 60 4");
    }

    private Object skip() {
        return new Reprocessing(statistics, log, log.connections)
                .skip(letters().getFirst().id(), "ann", "a test");
    }

    private List<DeadLetter> letters() {
        return new DeadLetterList(log.connections).after(0, Statistics.NAME, 10);
    }

    private void awaitPosition(long position) {
        Await.until(
                "position " + position + " is in",
                () -> node.standings().getFirst().position() >= position);
    }

    /** Status, seconds from nine until the order came and left, or its version if it is there. */
    private List<String> stays() {
        return log.owner
                .sql("""
                        select concat_ws(' ', status, extract(epoch from entered_at - ?::timestamptz)::integer,
                          coalesce(extract(epoch from left_at - ?::timestamptz)::integer, version))
                        from order_stay
                        order by ordinal
                        """)
                .params(NINE.toString(), NINE.toString())
                .query((row, number) -> row.getString(1))
                .list();
    }
}
