package orderstore.order;

import static orderstore.order.OrderFixture.MODEL;
import static orderstore.order.OrderFixture.NINE;
import static orderstore.order.OrderFixture.NOON;
import static orderstore.order.OrderFixture.TEN;
import static orderstore.order.OrderFixture.command;
import static orderstore.order.OrderFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import orderstore.order.model.Status;
import org.junit.jupiter.api.Test;

/** What the status model makes of a command. */
class CommandingAChangeTest {

    private final OrderFixture order = new OrderFixture();

    @Test
    void an_order_begins_in_an_initial_status() {
        order.when(command("PLACED", NINE)).expect(Effect.APPLIED, "PLACED");
    }

    @Test
    void an_order_does_not_begin_anywhere_else() {
        order.when(command("SHIPPED", NINE))
                .expectRefusal(
                        new Refusal.TransitionRefused(null, new Status("SHIPPED"), Set.of(new Status("PLACED"))));
        assertThat(order.order()).isEqualTo(Order.NONE);
    }

    @Test
    void it_follows_the_model() {
        order.given(command("PLACED", NINE), command("CONFIRMED", TEN))
                .when(command("SHIPPED", NOON))
                .expect(Effect.APPLIED, "SHIPPED")
                .when(OrderFixture.claim("back", Kind.COMMAND, "PLACED", NOON, null))
                .expectRefusal(new Refusal.TransitionRefused(
                        new Status("SHIPPED"), new Status("PLACED"), MODEL.next(new Status("SHIPPED"))));
    }

    @Test
    void the_same_status_again_is_refused_unless_the_model_allows_it() {
        order.given(command("PLACED", NINE))
                .when(OrderFixture.claim("again", Kind.COMMAND, "PLACED", TEN, null))
                .expectRefusal(new Refusal.TransitionRefused(
                        new Status("PLACED"), new Status("PLACED"), MODEL.next(new Status("PLACED"))));

        new OrderFixture()
                .given(report("IN_TRANSIT", NINE))
                .when(OrderFixture.claim("scan-2", Kind.COMMAND, "IN_TRANSIT", TEN, null))
                .expect(Effect.APPLIED, "IN_TRANSIT");
    }

    @Test
    void nothing_follows_a_final_status() {
        order.given(command("PLACED", NINE), command("CANCELLED", TEN))
                .when(command("CONFIRMED", NOON))
                .expectRefusal(
                        new Refusal.TransitionRefused(new Status("CANCELLED"), new Status("CONFIRMED"), Set.of()));
    }

    @Test
    void a_status_that_the_model_does_not_have_is_refused() {
        order.when(command("TELEPORTED", NINE))
                .expectRefusal(new Refusal.UnknownStatus(
                        new Status("TELEPORTED"), MODEL.statuses().keySet()));
    }

    @Test
    void a_version_that_the_client_did_not_expect_is_refused_before_the_model_is_asked() {
        order.given(command("PLACED", NINE))
                .when(command("DELIVERED", TEN), new Expectation.OneOf(Set.of(7)))
                .expectRefusal(new Refusal.VersionMismatch(1))
                .when(command("CONFIRMED", TEN), new Expectation.Absent())
                .expectRefusal(new Refusal.VersionMismatch(1))
                .when(command("CONFIRMED", TEN), new Expectation.OneOf(Set.of(1)))
                .expect(Effect.APPLIED, "CONFIRMED");
        new OrderFixture()
                .when(command("PLACED", NINE), new Expectation.Existing())
                .expectRefusal(new Refusal.VersionMismatch(0));
    }

    @Test
    void the_same_change_id_again_is_a_repeat_whatever_has_happened_since() {
        order.given(command("PLACED", NINE), command("CONFIRMED", TEN), command("CANCELLED", NOON))
                .when(command("CONFIRMED", TEN), new Expectation.OneOf(Set.of(1)))
                .expectRepeatOf(2)
                .expectStatus("CANCELLED");
    }

    @Test
    void two_claims_are_compared_in_every_member() {
        Claim stored = command("PLACED", NINE);
        var sent = new Claim(
                stored.changeId(),
                Kind.REPORT,
                new Status("CONFIRMED"),
                null,
                "elsewhere",
                "why",
                Map.of("a", true),
                new ChangeId("x"));

        assertThat(stored.differences(command("PLACED", NINE))).isEmpty();
        assertThat(stored.differences(sent))
                .containsExactly(
                        new Claim.Difference("/status", "PLACED", "CONFIRMED"),
                        new Claim.Difference("/kind", "command", "report"),
                        new Claim.Difference("/occurredAt", NINE, null),
                        new Claim.Difference("/source", "test", "elsewhere"),
                        new Claim.Difference("/reason", null, "why"),
                        new Claim.Difference("/corrects", null, "x"),
                        new Claim.Difference("/attributes/a", null, true));
    }

    @Test
    void an_order_takes_as_many_changes_as_the_limit_and_no_more() {
        IntStream.rangeClosed(1, Order.MAX_CHANGES)
                .forEach(i -> order.given(
                        OrderFixture.claim("c-" + i, Kind.REPORT, "IN_TRANSIT", NINE.plusSeconds(i), null)));

        order.when(report("DELIVERED", NOON.plusSeconds(20_000)))
                .expectRefusal(new Refusal.OrderFull(Order.MAX_CHANGES))
                .when(OrderFixture.claim("c-1", Kind.REPORT, "IN_TRANSIT", NINE.plusSeconds(1), null))
                .expectRepeatOf(1);
    }
}
