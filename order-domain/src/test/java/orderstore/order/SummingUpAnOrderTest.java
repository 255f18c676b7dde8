package orderstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept beside the last change says the same as the whole history. */
class SummingUpAnOrderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Kind> KINDS = List.of(Kind.COMMAND, Kind.REPORT, Kind.CORRECTION);
    private static final String[] STATUSES = {"PLACED", "CONFIRMED", "SHIPPED", "DELIVERED", "CANCELLED", "CLOSED"};

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void after_every_change_of_a_random_history(long offset) {
        long seed = offset == 0 ? new Random().nextLong() : offset;
        System.out.println("seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int history = 0; history < 300; history++) {
            followOne(random, "seed " + seed + ", history " + history);
        }
    }

    private static void followOne(RandomGenerator random, String name) {
        Order order = Order.NONE;
        Instant recordedAt = START;
        for (int i = 1; i <= 30; i++) {
            recordedAt = recordedAt.plusSeconds(random.nextInt(100));
            var command = new RecordChange(
                    new OrderId("o-1"), claim(i, random, recordedAt), new Expectation.Anything(), recordedAt);
            if (order.decide(command, OrderFixture.MODEL) instanceof Decision.Accepted accepted) {
                OrderSummary summary = OrderSummary.after(order, accepted.event());
                var change = new Change(accepted.version(), accepted.event(), recordedAt);
                order = order.evolve(change);
                Change current = Objects.requireNonNull(order.current());
                assertThat(summary.status()).as(name).isEqualTo(order.status());
                assertThat(summary.openedAt(change)).as(name).isEqualTo(order.openedAt());
                assertThat(summary.changedAt(change)).as(name).isEqualTo(current.occurredAt());
                assertThat(summary.conflicting()).as(name).isEqualTo(order.conflicting());
                assertThat(summary.corrections()).as(name).isEqualTo(order.corrections());
            }
        }
    }

    private static Claim claim(int number, RandomGenerator random, Instant now) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Instant at = random.nextInt(3) == 0 ? null : now.plusSeconds(random.nextInt(-1000, 300));
        String corrects = kind == Kind.CORRECTION ? "c-" + random.nextInt(1, number + 1) : null;
        return OrderFixture.claim("c-" + number, kind, STATUSES[random.nextInt(STATUSES.length)], at, corrects);
    }
}
