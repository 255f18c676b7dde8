package orderstore.projection.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import orderstore.projection.LogFixture;
import orderstore.projection.statistics.Figures.Dwell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long orders stayed: percentiles, exact whatever the lengths, and plans that stay quick. */
class MeasuringStaysTest {

    private final LogFixture log = new LogFixture();
    private final JdbcClient sql = log.sql;

    MeasuringStaysTest() {
        for (var table : new Statistics(log).tables()) {
            for (String function : List.of("make_projection_table", "index_projection_table")) {
                sql.sql("select " + function + "(?, 1)::text")
                        .param(table.base())
                        .query()
                        .singleRow();
            }
        }
        sql.sql("select make_projection_part('order_stay', 1, date '2026-03-01')::text")
                .query()
                .singleRow();
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** One stay an order, of so many seconds. */
    private void stays(String status, String seconds) {
        sql.sql("""
                        insert into order_stay_1
                        select '%1$s-' || i, '2026-03-01', 1, '%1$s', entered, entered, entered + %2$s * interval '1 s', null
                        from generate_series(1, 2000) i
                        cross join (select timestamptz '2026-03-01 00:00:00Z' as entered) begin
                        """.formatted(status, seconds)).update();
    }

    private Map<String, Dwell> dwell() {
        return new DwellQuery(sql).dwell("order_stay_1", null, null);
    }

    @Test
    void percentiles_are_those_of_all_stays_in_order() {
        stays("SHIPPED", "random() * 100000");
        stays("PACKED", "exp(random() * 20)");
        stays("PICKING", "random() / 1000");
        stays("CONFIRMED", "round((random() * 3)::numeric, 0)");
        stays("PLACED", "0");

        assertThat(lines(dwell())).containsExactlyElementsOf(sorted()).hasSize(5);
    }

    @Test
    void so_they_are_of_few_stays() {
        sql.sql("""
                insert into order_stay_1
                select 'o-' || many || '-' || i, '2026-03-01', 1, 'STATUS-' || many, entered, entered,
                  entered + floor(random() * 4) * interval '1 s', null
                from generate_series(1, 60) many
                cross join generate_series(1, many) i
                cross join (select timestamptz '2026-03-01 00:00:00Z' as entered) begin
                """).update();

        assertThat(lines(dwell())).containsExactlyElementsOf(sorted()).hasSize(60);
    }

    /** The figures by status, as PostgreSQL finds them. */
    private List<String> sorted() {
        return sql.sql("""
                        select concat_ws(' ', status, count, trim_scale(extract(epoch from found[1])),
                          trim_scale(extract(epoch from found[2])), trim_scale(extract(epoch from found[3])))
                        from (
                          select
                            status,
                            count(*),
                            percentile_disc(array[0.5, 0.95, 1]) within group (order by left_at - entered_at) as found
                          from order_stay_1
                          group by status
                        ) stay
                        order by status
                        """).query((row, number) -> row.getString(1)).list();
    }

    private static List<String> lines(Map<String, Dwell> dwell) {
        return dwell.entrySet().stream()
                .map(stay -> String.join(
                        " ",
                        stay.getKey(),
                        Long.toString(stay.getValue().count()),
                        stay.getValue().median().toPlainString(),
                        stay.getValue().p95().toPlainString(),
                        stay.getValue().longest().toPlainString()))
                .toList();
    }

    @Test
    void many_are_counted_without_being_sorted() {
        stays("SHIPPED", "random() * 100000");
        log.owner.sql("vacuum analyze order_stay_1").update();

        assertThat(plan(DwellQuery.CLASSES.formatted("order_stay_1"))).contains("HashAggregate");
    }

    @Test
    void a_single_stay_is_all_percentiles() {
        sql.sql("""
                insert into order_stay_1
                values ('o-1', '2026-03-01', 1, 'PLACED', '2026-03-01 00:00:00Z', '2026-03-01 00:00:00Z', '2026-03-02 00:00:00.000001Z')
                """).update();

        var seconds = new BigDecimal("86400.000001");
        assertThat(dwell()).containsExactly(Map.entry("PLACED", new Dwell(1, seconds, seconds, seconds)));
    }

    @Test
    void without_a_stay_there_is_nothing_to_tell() {
        assertThat(dwell()).isEmpty();
    }

    @Test
    void each_question_is_answered_by_its_index() {
        assertThat(plan(StatisticsQuery.OVERDUE.formatted("order_stay_1")))
                .contains("order_stay_1_2026_03_status_changed_at_idx");
        assertThat(plan(StatisticsQuery.CHANGES.formatted("status_change_count_1")))
                .contains("status_change_count_1_1");
        for (String question : List.of(DwellQuery.CLASSES, DwellQuery.LENGTHS)) {
            assertThat(plan(question.formatted("order_stay_1")))
                    .contains("order_stay_1_2026_03_left_at_status_entered_at_idx");
        }
        assertThat(plan(StayStatements.MONTHS)).contains("order_has_one_head");
        assertThat(plan(StayStatements.PRESENT.formatted("order_stay_1")))
                .contains("Index Scan Backward using order_stay_1_2026_03_pkey")
                .doesNotContain("Sort");
    }

    private String plan(String question) {
        String any = question.replace("?::date", "date '2026-03-01'")
                .replace("?::", "null::")
                .replace("any (?)", "any ('{o-1}')")
                .replace("limit ?", "limit 10");
        return String.join(
                "\n",
                sql.sql("explain " + any)
                        .query((row, number) -> row.getString(1))
                        .list());
    }
}
