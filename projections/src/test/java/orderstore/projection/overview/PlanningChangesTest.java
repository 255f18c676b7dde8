package orderstore.projection.overview;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.testing.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that change are looked up by their keys, however few there are when the statement is planned. */
class PlanningChangesTest {

    private final OverviewFixture overview = new OverviewFixture().shown();

    @AfterEach
    void close() {
        overview.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 2000})
    void a_row_that_changes_is_looked_up_by_its_key(int rows) {
        overview.owner.sql("""
                        insert into order_overview_1
                        select 'o-' || n, 'PLACED', null, false, now(), now(), 1, n
                        from generate_series(1, ?) n
                        """).param(rows).update();
        if (rows > 0) {
            overview.owner.sql("analyze order_overview_1").update();
        }

        String plan = Plans.once(overview.connections, OverviewStatements.update("order_overview_1"));

        assertThat(plan)
                .contains("Index Cond: (order_id = n.order_id)", "TID Cond: (found.place = ctid)")
                .doesNotContain("Hash", "Merge", "Seq Scan", "Materialize");
    }
}
