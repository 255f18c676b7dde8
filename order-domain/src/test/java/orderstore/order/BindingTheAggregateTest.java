package orderstore.order;

import static orderstore.order.OrderFixture.MODEL;
import static orderstore.order.OrderFixture.NINE;
import static orderstore.order.OrderFixture.TEN;

import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The aggregate hands on what the decider says, and nothing else. */
class BindingTheAggregateTest {

    private final FixtureConfiguration<OrderAggregate> orders = new AggregateTestFixture<>(OrderAggregate.class);

    @BeforeEach
    void the_model() {
        orders.registerInjectableResource(MODEL);
    }

    @Test
    void an_accepted_change_becomes_one_event() {
        var placed = new StatusChanged(OrderFixture.command("PLACED", NINE), null);

        orders.givenNoPriorActivity()
                .when(command("PLACED"))
                .expectEvents(placed)
                .expectResultMessagePayload(new Decision.Accepted(1, placed));
    }

    @Test
    void a_refusal_is_an_answer_and_no_event() {
        orders.givenCommands(command("PLACED"), command("CONFIRMED"))
                .when(new RecordChange(
                        new OrderId("o-1"), OrderFixture.command("CLOSED", TEN), new Expectation.Anything(), TEN))
                .expectNoEvents()
                .expectResultMessagePayload(new Decision.Refused(
                        2,
                        new Refusal.TransitionRefused(
                                new Status("CONFIRMED"), new Status("CLOSED"), MODEL.next(new Status("CONFIRMED")))));
    }

    private static RecordChange command(String status) {
        return new RecordChange(
                new OrderId("o-1"), OrderFixture.command(status, NINE), new Expectation.Anything(), NINE);
    }
}
