package orderstore.projection.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.projection.LogFixture;
import orderstore.testing.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stays that end are looked up by their keys, however few there are when the statement is planned. */
class PlanningMovedStaysTest {

    private final LogFixture log = new LogFixture();

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 2000})
    void a_stay_that_ends_is_looked_up_by_its_key(int rows) {
        for (String step : new String[] {
            "make_projection_table('order_stay', 1)",
            "index_projection_table('order_stay', 1)",
            "make_projection_part('order_stay', 1, '2026-03-01')"
        }) {
            log.owner.sql("select " + step + "::text").query().singleRow();
        }
        log.owner.sql("""
                        insert into order_stay_1
                        select 'o-' || n, '2026-03-01', 1, 'PLACED', now(), now(), null, 1
                        from generate_series(1, ?) n
                        """).param(rows).update();
        if (rows > 0) {
            log.owner.sql("analyze order_stay_1").update();
        }

        String plan = Plans.once(log.connections, StayStatements.move("order_stay_1_2026_03"));

        assertThat(plan)
                .contains(
                        "Index Cond: ((order_id = n.order_id) AND (ordinal = n.ordinal))",
                        "TID Cond: (found.place = ctid)")
                .doesNotContain("Hash", "Merge", "Seq Scan", "Materialize");
    }
}
