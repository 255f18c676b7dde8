package orderstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes that are decided before the log has taken the first of them come out as if one came after the other. */
class DraftingChangesTest {

    private static final Instant NOW = OrderFixture.NOON;
    private static final Instant RECORDED = NOW.plusMillis(3);

    @Test
    void a_change_is_decided_on_the_ones_before_it() {
        var draft = new Draft(Order.NONE);

        decide(draft, OrderFixture.command("PLACED", OrderFixture.NINE));
        decide(draft, OrderFixture.command("CONFIRMED", null));

        assertThat(draft.recorded(RECORDED).version()).isEqualTo(2);
        assertThat(decide(draft, OrderFixture.command("PLACED", null))).isInstanceOf(Decision.Repeated.class);
    }

    @Test
    void what_depends_on_the_time_of_recording_waits_for_it() {
        var draft = new Draft(Order.NONE);
        assertThat(draft.mustWait(OrderFixture.report("PLACED", null), NOW)).isFalse();
        decide(draft, OrderFixture.report("PLACED", null));

        assertThat(draft.mustWait(OrderFixture.report("SHIPPED", OrderFixture.NINE), NOW))
                .isTrue();
        assertThat(draft.mustWait(OrderFixture.report("SHIPPED", null), NOW)).isFalse();
        assertThat(draft.mustWait(OrderFixture.report("PLACED", null), NOW))
                .as("the same change id")
                .isTrue();
    }

    @Test
    void any_changes_end_as_they_would_one_after_the_other() {
        long seed = new Random().nextLong();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 20_000; round++) {
            var claims = new ArrayList<Claim>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                claims.add(claim(random));
            }
            checkAgainstOneByOne(claims, "seed " + seed + ", round " + round + ": " + claims);
        }
    }

    private static void checkAgainstOneByOne(List<Claim> claims, String what) {
        Order drafted = Order.NONE;
        Order single = Order.NONE;
        var draft = new Draft(drafted);
        for (Claim claim : claims) {
            if (draft.mustWait(claim, NOW)) {
                drafted = draft.recorded(RECORDED);
                draft = new Draft(drafted);
            }
            Decision decision = decide(draft, claim);
            Decision expected = single.decide(command(claim), OrderFixture.MODEL);
            assertThat(decision).as(what).isEqualTo(expected);
            if (expected instanceof Decision.Accepted accepted) {
                var change = new Change(accepted.version(), accepted.event(), RECORDED);
                single = single.evolve(change);
                OrderSummary summary = Objects.requireNonNull(draft.summary());
                assertThat(summary.status()).as(what).isEqualTo(single.status());
                assertThat(summary.openedAt(change)).as(what).isEqualTo(single.openedAt());
                assertThat(summary.changedAt(change))
                        .as(what)
                        .isEqualTo(Objects.requireNonNull(single.current()).occurredAt());
                assertThat(summary.conflicting()).as(what).isEqualTo(single.conflicting());
            }
        }
        assertThat(draft.recorded(RECORDED)).as(what).isEqualTo(single);
    }

    private static Claim claim(RandomGenerator random) {
        var statuses = List.of("PLACED", "CONFIRMED", "SHIPPED", "CANCELLED");
        @Nullable
        Instant at = switch (random.nextInt(4)) {
            case 0, 1 -> null;
            case 2 -> NOW.plus(Duration.ofMinutes(random.nextInt(10) - 5L));
            default -> NOW.plusMillis(random.nextInt(8) - 2L);
        };
        Kind kind = random.nextBoolean() ? Kind.REPORT : Kind.COMMAND;
        return OrderFixture.claim(
                "c-" + random.nextInt(8), kind, statuses.get(random.nextInt(statuses.size())), at, null);
    }

    private static RecordChange command(Claim claim) {
        return new RecordChange(new OrderId("o-1"), claim, new Expectation.Anything(), NOW);
    }

    private static Decision decide(Draft draft, Claim claim) {
        return draft.decide(command(claim), OrderFixture.MODEL);
    }
}
