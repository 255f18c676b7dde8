package orderstore.order;

import static orderstore.order.OrderFixture.NINE;
import static orderstore.order.OrderFixture.NOON;
import static orderstore.order.OrderFixture.TEN;
import static orderstore.order.OrderFixture.command;
import static orderstore.order.OrderFixture.correction;
import static orderstore.order.OrderFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an operator's correction does. */
class CorrectingAChangeTest {

    private final OrderFixture order = new OrderFixture();

    @Test
    void it_is_applied_whatever_the_model_says() {
        order.given(command("PLACED", NINE), command("CANCELLED", TEN))
                .when(correction("cancelled", "PICKING", NOON))
                .expect(Effect.APPLIED, "PICKING");
        assertThat(order.order().corrections()).isEqualTo(1);
    }

    @Test
    void it_is_applied_even_if_it_tells_of_an_earlier_time() {
        order.given(report("SHIPPED", NINE), report("DELIVERED", NOON))
                .when(correction("delivered", "IN_TRANSIT", TEN))
                .expect(Effect.APPLIED, "IN_TRANSIT")
                .when(report("OUT_FOR_DELIVERY", TEN.plusSeconds(1)))
                .expect(Effect.APPLIED, "OUT_FOR_DELIVERY");
    }

    @Test
    void it_settles_a_conflict() {
        order.given(command("PLACED", NINE), command("CANCELLED", TEN), report("DELIVERED", NOON))
                .when(correction("cancelled", "DELIVERED", NOON))
                .expect(Effect.APPLIED, "DELIVERED");
        assertThat(order.order().conflicting()).isFalse();
    }

    @Test
    void it_needs_a_change_of_this_order_to_correct() {
        order.when(correction("delivered", "SHIPPED", NINE))
                .expectRefusal(new Refusal.UnknownChange(new ChangeId("delivered")));
        order.given(report("DELIVERED", NINE))
                .when(correction("shipped", "SHIPPED", NINE))
                .expectRefusal(new Refusal.UnknownChange(new ChangeId("shipped")));
    }
}
