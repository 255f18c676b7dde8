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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import orderstore.order.Retrospect.Past;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an order was, and what it was thought to be. */
class LookingBackTest {

    private static final Instant ELEVEN = TEN.plusSeconds(3_600);

    private static final List<Kind> KINDS = List.of(Kind.COMMAND, Kind.REPORT, Kind.CORRECTION);

    private static final List<String> STATUSES =
            List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "IN_TRANSIT", "DELIVERED", "CANCELLED");

    @Test
    void of_an_order_without_a_change_nothing_is_known() {
        assertThat(new Retrospect().known()).isNull();
        assertThat(new Retrospect().at(NOON)).isNull();
    }

    @Test
    void what_was_told_late_was_true_all_the_same() {
        var past = past(command("PLACED", NINE), report("DELIVERED", NOON), report("SHIPPED", TEN));

        assertThat(past.at(ELEVEN)).isEqualTo(new Past(3, new Status("SHIPPED"), NINE, TEN, false));
        assertThat(past.known()).isEqualTo(new Past(3, new Status("DELIVERED"), NINE, NOON, false));
    }

    @Test
    void what_was_corrected_was_known_once_and_never_true() {
        var claims =
                new Claim[] {command("PLACED", NINE), report("SHIPPED", TEN), correction("shipped", "CONFIRMED", NOON)};

        assertThat(past(claims).at(ELEVEN)).isEqualTo(new Past(1, new Status("PLACED"), NINE, NINE, false));
        assertThat(past(claims[0], claims[1]).known()).isEqualTo(new Past(2, new Status("SHIPPED"), NINE, TEN, false));
    }

    @Test
    void a_decided_status_is_contradicted_from_the_first_report_on() {
        var past = past(
                command("PLACED", NINE),
                command("CANCELLED", TEN),
                report("DELIVERED", NOON),
                claim("again", Kind.REPORT, "DELIVERED", ELEVEN, null));

        assertThat(Objects.requireNonNull(past.at(TEN)).conflicting()).isFalse();
        assertThat(Objects.requireNonNull(past.at(ELEVEN)).conflicting()).isTrue();
        assertThat(past.known()).isEqualTo(new Past(4, new Status("CANCELLED"), NINE, TEN, true));
    }

    /** Told without a list that is kept up to date: by a rule for each change that looks at all others. */
    @Test
    void at_any_time_random_histories_tell_what_a_second_rule_says() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            List<Change> history = history(random);
            var past = new Retrospect();
            history.forEach(past::add);
            for (int second = -1; second <= 13; second++) {
                Instant time = NINE.plusSeconds(second);
                assertThat(Optional.ofNullable(past.at(time)).map(Past::version))
                        .as("seed %d, run %d, second %d of %s", seed, run, second, history)
                        .isEqualTo(toldLast(history, time).map(Told::version));
            }
        }
    }

    /**
     * A change that counts.
     *
     * @param rank of those of one moment the one with the highest stands last: a superseded one before the change that
     *     was current when it came
     */
    private record Told(int version, Instant at, int rank) {}

    private static Optional<Told> toldLast(List<Change> history, Instant time) {
        return history.stream()
                .filter(change -> change.event().effect() != Effect.CONFLICTING)
                .filter(change -> !isCorrected(change, history))
                .map(change -> told(change, history))
                .filter(told -> !told.at().isAfter(time))
                .filter(told -> history.stream()
                        .noneMatch(later -> later.version() > told.version()
                                && later.event().effect() == Effect.APPLIED
                                && later.occurredAt().isBefore(told.at())))
                .max(Comparator.comparing(Told::at).thenComparingInt(Told::rank));
    }

    private static boolean isCorrected(Change change, List<Change> history) {
        ChangeId id = change.event().claim().changeId();
        return history.stream()
                .anyMatch(later -> later.version() > change.version()
                        && id.equals(later.event().claim().corrects()));
    }

    private static Told told(Change change, List<Change> history) {
        if (change.event().effect() == Effect.APPLIED) {
            return new Told(change.version(), change.occurredAt(), 1_000 * change.version());
        }
        Change current = history.stream()
                .filter(before -> before.version() < change.version())
                .filter(before -> before.event().effect() == Effect.APPLIED)
                .reduce((first, second) -> second)
                .orElseThrow();
        return new Told(change.version(), change.occurredAt(), 1_000 * (current.version() - 1) + change.version());
    }

    private static List<Change> history(Random random) {
        var order = new OrderFixture();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            order.when(randomClaim(random, i, order.history()));
        }
        return order.history();
    }

    private static Claim randomClaim(Random random, int number, List<Change> history) {
        String status = STATUSES.get(random.nextInt(STATUSES.size()));
        Instant at = NINE.plusSeconds(random.nextInt(12));
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        @Nullable String corrects = null;
        if (kind == Kind.CORRECTION) {
            if (history.isEmpty()) {
                return claim("c-" + number, Kind.REPORT, status, at, null);
            }
            Change mistake = history.get(random.nextInt(history.size()));
            corrects = mistake.event().claim().changeId().value();
        }
        return claim("c-" + number, kind, status, at, corrects);
    }

    private static Retrospect past(Claim... claims) {
        var past = new Retrospect();
        new OrderFixture().given(claims).history().forEach(past::add);
        return past;
    }
}
