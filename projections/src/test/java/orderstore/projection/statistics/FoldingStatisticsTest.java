package orderstore.projection.statistics;

import static orderstore.projection.statistics.Reports.changed;
import static orderstore.projection.statistics.Reports.late;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orderstore.order.Change;
import orderstore.order.Order;
import orderstore.order.Timeline;
import orderstore.order.Timeline.Stay;
import orderstore.projection.ChangeLog;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.Histories;
import orderstore.projection.LogFixture;
import orderstore.projection.LoggedChange;
import orderstore.projection.OrderRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statistics are what the histories of all orders say together, however they were taken in. */
class FoldingStatisticsTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Generation FIRST = new Generation(Statistics.NAME, 1);
    private static final Generation AGAIN = new Generation(Statistics.NAME, 2);

    /** No history is needed for what goes on. */
    private static final ChangeLog UNASKED = new ChangeLog() {
        @Override
        public List<LoggedChange> read(long after, long through, int limit) {
            throw new AssertionError("The log was asked.");
        }

        @Override
        public List<LoggedChange> histories(Collection<String> orderIds) {
            throw new AssertionError("The histories were asked of " + orderIds);
        }

        @Override
        public long lastPosition() {
            throw new AssertionError("The log was asked.");
        }

        @Override
        public List<OrderRange> ranges(int changes) {
            throw new AssertionError("The log was asked.");
        }

        @Override
        public void read(OrderRange range, long through, Consumer<LoggedChange> each) {
            throw new AssertionError("The log was asked.");
        }
    };

    private final LogFixture log = new LogFixture();
    private int taken;

    FoldingStatisticsTest() {
        make(FIRST);
        make(AGAIN);
    }

    private void make(Generation generation) {
        for (var table : new Statistics(log).tables()) {
            for (String function : List.of("make_projection_table", "index_projection_table")) {
                log.sql
                        .sql("select " + function + "(?, ?)::text")
                        .params(table.base(), generation.number())
                        .query()
                        .singleRow();
            }
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1_000})
    void statistics_taken_in_part_by_part_are_those_of_the_whole(int most) {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        int changes = most == 1 ? 400 : 3_000;
        appendAtRandom(changes, random);

        while (taken < changes) {
            take(FIRST, log, 1 + random.nextInt(most));
        }
        foldAnew(AGAIN);

        assertThat(stays(FIRST)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expectedStays());
        assertThat(stays(AGAIN)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expectedStays());
        assertThat(counters(FIRST)).as("seed %d", seed).isEqualTo(counters(AGAIN));
        assertThat(lines("select concat_ws(' ', status, sum(orders)) from order_count_1 group by status order by 1"))
                .as("seed %d", seed)
                .isEqualTo(lines("""
                        select concat_ws(' ', status, count(*))
                        from (
                          select distinct on (order_id) payload->>'status' as status
                          from order_event_json
                          where event_type in ('order.status-changed.v1', 'order.status-corrected.v1')
                          order by order_id, version desc
                        ) made
                        group by status
                        order by 1
                        """));
        assertThat(lines("""
                        select concat_ws(' ', hour, status, sum(changes))
                        from status_change_count_1
                        group by hour, status
                        order by 1
                        """)).as("seed %d", seed).isEqualTo(lines("""
                        select concat_ws(' ', hour, status, count(*))
                        from (
                          select
                            payload->>'status' as status,
                            date_trunc('hour', coalesce((payload->>'occurredAt')::timestamptz, recorded_at), 'UTC')
                              as hour
                          from order_event_json
                        ) told
                        group by hour, status
                        order by 1
                        """));
    }

    @Test
    void what_stands_last_is_what_the_order_is() {
        var random = new SplittableRandom(3);
        appendAtRandom(2_000, random);

        histories().forEach((order, history) -> {
            Order now = Order.NONE;
            for (Change change : history) {
                now = now.evolve(change);
            }
            Stay last = Timeline.of(history).stays().getLast();
            assertThat(last.status()).as(order).isEqualTo(now.status());
            assertThat(last.changedAt())
                    .as(order)
                    .isEqualTo(java.util.Objects.requireNonNull(now.current()).occurredAt());
        });
    }

    @Test
    void what_goes_on_needs_no_history() {
        log.append("o-1", changed("c-1", "PLACED", NINE));
        take(FIRST, UNASKED, 1);
        log.append("o-1", changed("c-2", "SHIPPED", NINE.plusSeconds(10)));
        log.append("o-1", late("c-3", "PACKED", NINE.plusSeconds(5)));
        log.append("o-2", changed("c-1", "SHIPPED", NINE));
        log.append("o-2", late("c-2", "PLACED", NINE.minusSeconds(5)));
        take(FIRST, UNASKED, 4);

        assertThat(stays(FIRST))
                .containsExactlyInAnyOrderElementsOf(expectedStays())
                .hasSize(5);
    }

    @Test
    void counters_of_what_is_no_more_are_gone() {
        log.append("o-1", changed("c-1", "PLACED", NINE));
        take(FIRST, log, 1);
        log.append("o-1", changed("c-2", "SHIPPED", NINE));
        take(FIRST, log, 1);

        assertThat(lines("select status || ' ' || orders from order_count_1")).containsExactly("SHIPPED 1");
    }

    @Test
    void a_gap_in_an_orders_versions_is_refused() {
        log.append("o-1", changed("c-1", "PLACED", NINE));
        take(FIRST, log, 1);
        log.append("o-1", changed("c-2", "PACKED", NINE));
        log.append("o-1", changed("c-3", "SHIPPED", NINE));
        taken++;

        assertThatThrownBy(() -> take(FIRST, log, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Order o-1 should have version 2 in the statistics, and has 1.");
        assertThatThrownBy(() -> take(AGAIN, log, 1)).hasMessageEndingWith("and has none.");
    }

    private void appendAtRandom(int changes, SplittableRandom random) {
        var histories = new Histories(random);
        for (int i = 0; i < changes; i++) {
            String order = "o-" + random.nextInt(changes / 8);
            log.append(order, histories.next(order, Instant.now().truncatedTo(ChronoUnit.MICROS)));
        }
    }

    /** Takes in the next changes of the log. */
    private void take(Generation generation, ChangeLog histories, int many) {
        List<LoggedChange> part = log.read(taken, log.lastPosition(), many);
        fold(generation, histories, part);
        taken += part.size();
    }

    /** Takes in the histories of all orders, some at a time. */
    private void foldAnew(Generation generation) {
        List<String> orders = lines("select distinct order_id from order_event");
        for (int i = 0; i < orders.size(); i += 50) {
            fold(generation, UNASKED, log.histories(orders.subList(i, Math.min(orders.size(), i + 50))));
        }
    }

    private void fold(Generation generation, ChangeLog histories, List<LoggedChange> part) {
        Fold fold = new Statistics(histories).projector(generation).begin();
        part.forEach(fold::add);
        fold.write(log.sql);
    }

    private Map<String, List<Change>> histories() {
        return log.histories(lines("select distinct order_id from order_event")).stream()
                .collect(Collectors.groupingBy(
                        LoggedChange::orderId,
                        TreeMap::new,
                        Collectors.mapping(LoggedChange::change, Collectors.toList())));
    }

    private List<String> expectedStays() {
        var lines = new ArrayList<String>();
        histories().forEach((order, history) -> {
            int ordinal = 0;
            for (Stay stay : Timeline.of(history).stays()) {
                ordinal++;
                lines.add("%s %d %s %s %s %s %s"
                        .formatted(
                                order,
                                ordinal,
                                stay.status(),
                                micros(stay.enteredAt()),
                                micros(stay.changedAt()),
                                stay.leftAt() == null ? "-" : micros(stay.leftAt()),
                                stay.leftAt() == null ? history.size() : "-"));
            }
        });
        return lines;
    }

    private static long micros(Instant time) {
        return Duration.between(Instant.EPOCH, time).toNanos() / 1_000;
    }

    private List<String> stays(Generation generation) {
        return lines("""
                select concat_ws(' ', order_id, ordinal, status,
                  (extract(epoch from entered_at) * 1000000)::bigint,
                  (extract(epoch from changed_at) * 1000000)::bigint,
                  coalesce((extract(epoch from left_at) * 1000000)::bigint::text, '-'),
                  coalesce(version::text, '-'))
                from order_stay_%d
                order by order_id, ordinal
                """.formatted(generation.number()));
    }

    private List<String> counters(Generation generation) {
        return lines("""
                select concat_ws(' ', hour, status, bucket, changes) from status_change_count_%1$d
                union all
                select concat_ws(' ', status, bucket, orders) from order_count_%1$d
                order by 1
                """.formatted(generation.number()));
    }

    private List<String> lines(String sql) {
        return log.owner.sql(sql).query(String.class).list().stream()
                .map(java.util.Objects::requireNonNull)
                .toList();
    }
}
