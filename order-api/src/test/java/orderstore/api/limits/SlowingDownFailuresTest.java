package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where and how often keys may fail before they are not looked up any more. */
class SlowingDownFailuresTest {
    private final TestMeter clock = new TestMeter();
    private final FailedKeys failed = new FailedKeys(1, 20, clock);

    @Test
    void twenty_may_fail_and_then_one_a_second() {
        assertThat(failures("10.0.0.1")).isEqualTo(20);

        clock.advance(Duration.ofMillis(999));
        assertThat(failures("10.0.0.1")).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(failures("10.0.0.1")).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        assertThat(failures("10.0.0.1")).isEqualTo(20);
    }

    @Test
    void a_refusal_says_when_to_come_again() {
        failures("10.0.0.1");

        var refusal = catchThrowableOfType(ProblemException.class, () -> failed.refuseAfterTooMany("10.0.0.1"));

        assertThat(refusal.problem().name()).isEqualTo("too-many-requests");
        assertThat(refusal.headers().getFirst("Retry-After")).isEqualTo("1");
    }

    /** A network of IPv6 counts as one. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,           10.0.0.2,               false",
        "2001:db8:1:2::1,    2001:db8:1:2:aaaa::9,   true",
        "2001:db8:1:2::1,    2001:db8:1:3::1,        false",
        "::1,                0:0:0:0:0:0:0:1,        true",
        "no:address,         no:address,             true",
        "no:address,         another:one,            false"
    })
    void addresses_count_together_or_apart(String one, String other, boolean together) {
        failures(one);

        assertThat(failures(other)).isEqualTo(together ? 0 : 20);
    }

    @Test
    void what_is_too_long_to_be_an_address_is_not_kept() {
        failures("x".repeat(1_000));

        assertThat(failures("y".repeat(1_000))).isZero();
    }

    @Test
    void without_a_limit_nothing_is_counted() {
        var unlimited = new FailedKeys(0, 1, clock);
        unlimited.count("10.0.0.1");
        unlimited.count("10.0.0.1");

        unlimited.refuseAfterTooMany("10.0.0.1");
    }

    /** How many of a hundred wrong keys are looked up. */
    private int failures(String address) {
        int lookedUp = 0;
        for (int i = 0; i < 100; i++) {
            try {
                failed.refuseAfterTooMany(address);
                failed.count(address);
                lookedUp++;
            } catch (ProblemException refusal) {
                assertThat(refusal.problem().status().value()).isEqualTo(429);
            }
        }
        return lookedUp;
    }
}
