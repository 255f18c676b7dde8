package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import orderstore.projection.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Statistics of the first version, which did not know in which month orders were opened, give way to the next. */
class BringingNewStatisticsTest extends RebuiltOverview {

    private static final String AS_THEY_WERE = """
            drop view order_stay, status_change_count, order_count;
            create table stay_before as select order_id, ordinal, status, entered_at, changed_at, left_at, version from order_stay_1;
            drop table order_stay_1;
            alter table stay_before rename to order_stay_1;
            alter table order_stay_1 add constraint order_stay_1_1 primary key (order_id, ordinal);
            grant select, insert, update, delete on order_stay_1 to orderstore_app;
            alter table status_change_count_1
              drop column opened_in,
              add constraint status_change_count_1_1 primary key (hour, status, bucket);
            alter table order_count_1
              drop column opened_in,
              add constraint order_count_1_1 primary key (status, bucket);
            create view order_stay as select * from order_stay_1;
            create view status_change_count as select * from status_change_count_1;
            create view order_count as select * from order_count_1;
            grant select on order_stay, status_change_count, order_count to orderstore_app;
            update projection_generation set version = 1
            """;

    private static final String COUNTED = """
            select concat_ws(' ', hour, status, sum(changes))
            from %s
            group by hour, status
            order by 1
            """;

    @Test
    void those_of_the_first_version_are_shown_until_the_new_ones_are_there_and_can_be_shown_again() {
        Node old = node(new Statistics(log), 100);
        append(400);
        awaitAll(old);
        old.projections().close();
        log.owner.sql(AS_THEY_WERE).update();

        Node next = node(new Statistics(log), 100);
        next.rebuilds().renew();
        long id = next.rebuilds().last("statistics").orElseThrow().id();
        Rebuild ended = next.awaitState(id, RebuildState.PROMOTED);

        Differences found = Objects.requireNonNull(ended.differences());
        assertThat(found.missing() + found.changed() + found.extra()).isZero();
        assertThat(found.equal()).isPositive();
        assertThat(lines(COUNTED.formatted("status_change_count")))
                .isEqualTo(lines(COUNTED.formatted("status_change_count_1")));
        assertThat(lines("select distinct opened_in::text from order_count")).hasSize(1);
        next.rebuilds().cancel(id, Duration.ZERO);
        assertThat(lines("select live::text from projection")).containsExactly("1");
    }
}
