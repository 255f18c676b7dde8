package orderstore.order;

import static orderstore.order.OrderFixture.NINE;
import static orderstore.order.OrderFixture.NOON;
import static orderstore.order.OrderFixture.TEN;
import static orderstore.order.OrderFixture.command;
import static orderstore.order.OrderFixture.correction;
import static orderstore.order.OrderFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report does to an order, whenever it arrives. */
class ReportingAStatusTest {

    private final OrderFixture order = new OrderFixture();

    @Test
    void the_model_does_not_bind_a_report_not_even_as_the_first_change() {
        order.when(report("DELIVERED", NINE))
                .expect(Effect.APPLIED, "DELIVERED")
                .when(report("PLACED", TEN))
                .expect(Effect.APPLIED, "PLACED");
    }

    @Test
    void a_late_report_is_kept_and_changes_nothing() {
        order.given(command("PLACED", NINE), report("DELIVERED", NOON))
                .when(report("SHIPPED", TEN))
                .expect(Effect.SUPERSEDED, "DELIVERED");
        assertThat(order.order().openedAt()).isEqualTo(NINE);
    }

    @Test
    void of_two_reports_of_one_moment_the_later_to_arrive_counts() {
        order.given(report("SHIPPED", NINE)).when(report("DELIVERED", NINE)).expect(Effect.APPLIED, "DELIVERED");
    }

    @Test
    void a_report_without_a_time_happens_now() {
        order.given(report("SHIPPED", NOON)).when(report("DELIVERED", null)).expect(Effect.APPLIED, "DELIVERED");
    }

    @Test
    void a_report_against_a_decided_final_status_conflicts() {
        order.given(command("PLACED", NINE), command("CANCELLED", TEN))
                .when(report("DELIVERED", NOON))
                .expect(Effect.CONFLICTING, "CANCELLED")
                .when(report("SHIPPED", NINE))
                .expect(Effect.SUPERSEDED, "CANCELLED");
        assertThat(order.order().conflicting()).isTrue();
    }

    @Test
    void a_report_against_a_corrected_final_status_conflicts() {
        order.given(report("DELIVERED", NINE), correction("delivered", "CLOSED", TEN))
                .when(report("RETURNED", NOON))
                .expect(Effect.CONFLICTING, "CLOSED");
    }

    @Test
    void a_final_status_that_was_only_reported_blocks_no_report() {
        order.given(report("CANCELLED", NINE)).when(report("DELIVERED", TEN)).expect(Effect.APPLIED, "DELIVERED");
    }

    @Test
    void the_same_reports_end_in_the_same_status_in_any_order() {
        var reports = List.of(
                report("PLACED", NINE),
                report("CONFIRMED", NINE.plusSeconds(1)),
                report("CANCELLED", TEN),
                report("SHIPPED", TEN.plusSeconds(1)),
                report("DELIVERED", NOON));

        for (List<Claim> arrival : permutations(reports)) {
            var each = new OrderFixture().given(arrival.toArray(Claim[]::new)).expectStatus("DELIVERED");
            assertThat(each.order().openedAt()).as("%s", arrival).isEqualTo(NINE);
        }
    }

    static List<List<Claim>> permutations(List<Claim> claims) {
        if (claims.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Claim>>();
        for (Claim first : claims) {
            var others = new ArrayList<>(claims);
            others.remove(first);
            for (List<Claim> rest : permutations(others)) {
                var permutation = new ArrayList<>(List.of(first));
                permutation.addAll(rest);
                all.add(permutation);
            }
        }
        return all;
    }
}
