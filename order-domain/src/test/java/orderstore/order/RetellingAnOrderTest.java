package orderstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import orderstore.order.wire.RetoldOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept beside an order's changes is told from what somebody else put there. */
class RetellingAnOrderTest {

    private static final List<Kind> KINDS = List.of(Kind.COMMAND, Kind.REPORT, Kind.CORRECTION);
    private static final String[] STATUSES = {"PLACED", "CONFIRMED", "SHIPPED", "DELIVERED", "CANCELLED", "CLOSED"};

    private final RetoldOrder retold = new RetoldOrder();

    private static void tell(RetoldOrder retold, int version, OrderEvent event, Instant recordedAt) {
        retold.add(version, recordedAt, OrderEventJson.typeToday(event.getClass()), OrderEventJson.write(event));
    }

    /** What the log keeps of an order, though not all of its times were known when it was written. */
    @Test
    void no_flaw_is_found_in_what_was_kept_of_changes_that_were_recorded_together() {
        long seed = new Random().nextLong();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int history = 0; history < 500; history++) {
            followOne(random, "seed " + seed + ", history " + history);
        }
    }

    private static void followOne(RandomGenerator random, String name) {
        Order order = Order.NONE;
        Instant recordedAt = OrderFixture.NINE;
        var retold = new RetoldOrder();
        for (int number = 1; number <= 30; ) {
            recordedAt = recordedAt.plusSeconds(random.nextInt(100));
            var draft = new Draft(order);
            for (int together = 1 + random.nextInt(4); together > 0; together--) {
                Claim claim = claim(number++, random, recordedAt);
                if (!draft.mustWait(claim, recordedAt)) {
                    draft.decide(
                            new RecordChange(new OrderId("o-1"), claim, new Expectation.Anything(), recordedAt),
                            OrderFixture.MODEL);
                }
            }
            int version = order.version();
            for (OrderEvent event : draft.events()) {
                tell(retold, ++version, event, recordedAt);
            }
            if (!draft.events().isEmpty()) {
                order = draft.recorded(recordedAt);
                String kept = OrderSummaryJson.write(Objects.requireNonNull(draft.summary()));
                assertThat(retold.flaw(kept)).as(name + ": " + kept).isNull();
            }
        }
    }

    private static Claim claim(int number, RandomGenerator random, Instant now) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Instant at = random.nextInt(3) == 0 ? null : now.plusSeconds(random.nextInt(-1000, 300));
        String corrects = kind == Kind.CORRECTION ? "c-" + random.nextInt(1, number + 1) : null;
        return OrderFixture.claim("c-" + number, kind, STATUSES[random.nextInt(STATUSES.length)], at, corrects);
    }

    /** Placed at nine, shipped by report at ten, both told at noon. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"status":"DELIVERED","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T10:00:00Z"} | DELIVERED
            {"status":"SHIPPED","openedAt":"2026-03-01T08:00:00Z","changedAt":"2026-03-01T10:00:00Z"} | times
            {"status":"SHIPPED","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T09:30:00Z"} | times
            {"status":"SHIPPED","openedAt":"2026-03-01T09:00:00Z"} | times
            {"status":"SHIPPED","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T10:00:00Z","conflicting":true} | conflict
            {"status":"SHIPPED","openedAt":"2026-03-01T09:00:00Z","changedAt":"2026-03-01T10:00:00Z","corrections":1} | corrections
            {} | cannot be read
            SHIPPED | cannot be read
            """)
    void what_the_changes_do_not_give_is_found(String kept, String told) {
        List<Change> history = new OrderFixture()
                .given(
                        OrderFixture.report("PLACED", OrderFixture.NINE),
                        OrderFixture.report("SHIPPED", OrderFixture.TEN))
                .history();
        history.forEach(change -> tell(retold, change.version(), change.event(), change.recordedAt()));

        assertThat(
                        retold.flaw(
                                "{\"status\":\"SHIPPED\",\"openedAt\":\"2026-03-01T09:00:00Z\",\"changedAt\":\"2026-03-01T10:00:00Z\"}"))
                .isNull();
        assertThat(retold.flaw(kept)).contains(told);
    }

    @ParameterizedTest
    @CsvSource({"order.status-changed.v1, {}", "order.status-changed.v1, []", "order.status-guessed.v1, {}"})
    void a_change_that_cannot_be_read_is_named(String type, String payload) {
        retold.add(1, OrderFixture.NOON, type, payload);
        retold.add(2, OrderFixture.NOON, type, payload);

        assertThat(retold.flaw("{\"status\":\"SHIPPED\"}")).contains("Version 1 ");
    }
}
