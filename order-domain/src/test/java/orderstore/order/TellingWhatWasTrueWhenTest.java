package orderstore.order;

import static orderstore.order.OrderFixture.NINE;
import static orderstore.order.OrderFixture.NOON;
import static orderstore.order.OrderFixture.TEN;
import static orderstore.order.OrderFixture.claim;
import static orderstore.order.OrderFixture.command;
import static orderstore.order.OrderFixture.correction;
import static orderstore.order.OrderFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.Timeline.Entry;
import orderstore.order.Timeline.Stay;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an order was at which time, as all of its changes tell it together. */
class TellingWhatWasTrueWhenTest {

    private static final Instant ELEVEN = TEN.plusSeconds(3_600);

    @Test
    void an_order_without_a_change_was_nothing_at_any_time() {
        assertThat(new Timeline().stays()).isEmpty();
        assertThat(new Timeline().at(NOON)).isNull();
    }

    @Test
    void a_status_lasts_until_the_next() {
        var line = line(command("PLACED", NINE), command("CONFIRMED", TEN), command("PACKED", NOON));

        assertThat(line.stays())
                .containsExactly(
                        stay("PLACED", NINE, NINE, TEN),
                        stay("CONFIRMED", TEN, TEN, NOON),
                        stay("PACKED", NOON, NOON, null));
    }

    @Test
    void a_late_report_takes_its_time_from_what_was_thought_to_last() {
        var line = line(command("PLACED", NINE), report("DELIVERED", NOON), report("SHIPPED", TEN));

        assertThat(line.stays())
                .containsExactly(
                        stay("PLACED", NINE, NINE, TEN),
                        stay("SHIPPED", TEN, TEN, NOON),
                        stay("DELIVERED", NOON, NOON, null));
    }

    @Test
    void of_late_reports_of_one_moment_the_later_to_arrive_stands_last() {
        var line = line(report("DELIVERED", NOON), report("SHIPPED", TEN), report("IN_TRANSIT", TEN));

        assertThat(statuses(line)).containsExactly("SHIPPED", "IN_TRANSIT", "DELIVERED");
        assertThat(line.stays().getFirst()).isEqualTo(stay("SHIPPED", TEN, TEN, TEN));
    }

    @Test
    void of_changes_of_one_moment_the_later_to_arrive_stands_last() {
        assertThat(statuses(line(command("PLACED", NINE), command("CONFIRMED", NINE), report("SHIPPED", NINE))))
                .containsExactly("PLACED", "CONFIRMED", "SHIPPED");
    }

    @Test
    void a_command_for_an_earlier_time_ends_what_was_said_of_later_ones() {
        var line = line(command("PLACED", NINE), command("CONFIRMED", ELEVEN), report("PACKED", NOON), ship(TEN));

        assertThat(line.stays()).containsExactly(stay("PLACED", NINE, NINE, TEN), stay("SHIPPED", TEN, TEN, null));
    }

    @Test
    void what_is_corrected_was_never_so() {
        var line = line(command("PLACED", NINE), report("SHIPPED", TEN), correction("shipped", "CONFIRMED", ELEVEN));

        assertThat(line.stays())
                .containsExactly(stay("PLACED", NINE, NINE, ELEVEN), stay("CONFIRMED", ELEVEN, ELEVEN, null));
    }

    @Test
    void a_correction_of_an_earlier_change_leaves_those_between() {
        var line = line(
                command("PLACED", NINE),
                command("CONFIRMED", TEN),
                report("SHIPPED", ELEVEN),
                correction("confirmed", "PICKING", NOON));

        assertThat(statuses(line)).containsExactly("PLACED", "SHIPPED", "PICKING");
    }

    @Test
    void a_correction_may_put_another_status_at_the_same_time() {
        var line = line(command("PLACED", NINE), report("SHIPPED", TEN), correction("shipped", "PACKED", TEN));

        assertThat(line.stays()).containsExactly(stay("PLACED", NINE, NINE, TEN), stay("PACKED", TEN, TEN, null));
    }

    @Test
    void a_correction_of_what_is_no_longer_told_only_tells_its_own() {
        var line = line(
                command("PLACED", NINE),
                report("DELIVERED", NOON),
                correction("delivered", "CONFIRMED", TEN),
                claim("again", Kind.CORRECTION, "PACKED", ELEVEN, "delivered"));

        assertThat(statuses(line)).containsExactly("PLACED", "CONFIRMED", "PACKED");
    }

    @Test
    void a_conflicting_report_tells_nothing() {
        var line = line(command("PLACED", NINE), command("CANCELLED", TEN), report("DELIVERED", NOON));

        assertThat(statuses(line)).containsExactly("PLACED", "CANCELLED");
    }

    @Test
    void the_same_status_again_is_no_new_stay() {
        var line = line(
                report("IN_TRANSIT", NINE),
                claim("scan-2", Kind.REPORT, "IN_TRANSIT", TEN, null),
                report("DELIVERED", NOON),
                claim("scan-3", Kind.REPORT, "IN_TRANSIT", ELEVEN, null));

        assertThat(line.stays())
                .containsExactly(stay("IN_TRANSIT", NINE, ELEVEN, NOON), stay("DELIVERED", NOON, NOON, null));
    }

    @Test
    void a_correction_joins_what_lies_around_the_mistake() {
        var line = line(
                report("IN_TRANSIT", NINE), report("DELIVERED", TEN), correction("delivered", "IN_TRANSIT", ELEVEN));

        assertThat(line.stays()).containsExactly(stay("IN_TRANSIT", NINE, ELEVEN, null));
    }

    @Test
    void at_each_time_it_was_what_was_told_last_until_then() {
        var line = line(command("PLACED", NINE), report("DELIVERED", NOON), report("SHIPPED", TEN));

        assertThat(line.at(NINE.minusNanos(1_000))).isNull();
        assertThat(line.at(NINE)).isEqualTo(new Entry(1, new ChangeId("placed"), new Status("PLACED"), NINE));
        assertThat(line.at(ELEVEN)).isEqualTo(new Entry(3, new ChangeId("shipped"), new Status("SHIPPED"), TEN));
        assertThat(line.at(Instant.MAX))
                .isEqualTo(new Entry(2, new ChangeId("delivered"), new Status("DELIVERED"), NOON));
    }

    /** By the clocks of two machines: it was judged before it was recorded. */
    @Test
    void a_report_that_was_late_when_it_was_judged_stays_before_the_current_status() {
        var line = line(report("DELIVERED", NOON));
        line.add(new Change(2, new ReportSuperseded(report("SHIPPED", null), null), NOON.plusSeconds(1)));

        assertThat(line.stays())
                .containsExactly(stay("SHIPPED", NOON, NOON, NOON), stay("DELIVERED", NOON, NOON, null));
    }

    @Test
    void the_same_reports_tell_the_same_in_any_order_of_arrival() {
        var reports = List.of(
                report("PLACED", NINE),
                report("CONFIRMED", NINE.plusSeconds(1)),
                report("IN_TRANSIT", TEN),
                claim("scan-2", Kind.REPORT, "IN_TRANSIT", TEN.plusSeconds(1), null),
                report("CANCELLED", ELEVEN),
                report("DELIVERED", NOON));
        List<Stay> inOrder = line(reports.toArray(Claim[]::new)).stays();

        assertThat(inOrder).hasSize(5);
        for (List<Claim> arrival : ReportingAStatusTest.permutations(reports)) {
            assertThat(line(arrival.toArray(Claim[]::new)).stays())
                    .as("%s", arrival)
                    .isEqualTo(inOrder);
        }
    }

    @Test
    void the_last_that_it_tells_is_what_the_order_is() {
        var claims = List.of(
                command("PLACED", TEN),
                report("SHIPPED", NINE),
                report("CANCELLED", NOON),
                correction("cancelled", "CONFIRMED", NINE),
                correction("placed", "PACKED", ELEVEN),
                report("DELIVERED", NOON));
        for (int many = 1; many <= claims.size(); many++) {
            var order = new OrderFixture().given(claims.subList(0, many).toArray(Claim[]::new));
            Change current = Objects.requireNonNull(order.order().current());
            Stay last = Timeline.of(order.history()).stays().getLast();

            assertThat(last.status()).isEqualTo(order.order().status());
            assertThat(last.changedAt()).isEqualTo(current.occurredAt());
            assertThat(last.leftAt()).isNull();
        }
    }

    private static Timeline line(Claim... claims) {
        return Timeline.of(new OrderFixture().given(claims).history());
    }

    private static Claim ship(Instant at) {
        return new Claim(new ChangeId("ship"), Kind.COMMAND, new Status("SHIPPED"), at, "test", null, Map.of(), null);
    }

    private static Stay stay(String status, Instant entered, Instant changed, @Nullable Instant left) {
        return new Stay(new Status(status), entered, changed, left);
    }

    private static List<String> statuses(Timeline line) {
        var statuses = new ArrayList<String>();
        line.stays().forEach(stay -> statuses.add(stay.status().name()));
        return statuses;
    }
}
