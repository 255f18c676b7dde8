package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;

/** What a key may ask for at once and in the long run. */
class CountingRequestsOfAKeyTest {
    private final TestMeter clock = new TestMeter();
    private final KeyRates rates = new KeyRates(2, 5, clock);

    @Test
    void so_many_requests_may_come_at_once_and_then_so_many_a_second() {
        assertThat(taken("shop", 100)).isEqualTo(5);

        clock.advance(Duration.ofMillis(499));
        assertThat(taken("shop", 100)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(taken("shop", 100)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(taken("shop", 100)).isEqualTo(4);
        clock.advance(Duration.ofDays(1));
        assertThat(taken("shop", 100)).isEqualTo(5);
    }

    @Test
    void a_refusal_says_when_to_come_again_in_whole_seconds() {
        var slow = new KeyRates(1, 1, clock);
        slow.count("shop");
        clock.advance(Duration.ofMillis(1));

        var refusal = catchThrowableOfType(ProblemException.class, () -> slow.count("shop"));

        assertThat(refusal.problem().type()).isEqualTo("/problems/too-many-requests");
        assertThat(refusal.problem().status().value()).isEqualTo(429);
        assertThat(refusal.headers().getFirst("Retry-After")).isEqualTo("1");
        assertThat(refusal.problem().detail())
                .isEqualTo("Key shop has sent more requests than are allowed: 1 at once and 1 a second."
                        + " Repeat the same request after 1 s.");
    }

    @Test
    void one_key_takes_nothing_from_another() {
        assertThat(taken("shop", 100)).isEqualTo(5);

        assertThat(taken("carrier", 100)).isEqualTo(5);
    }

    @Test
    void threads_together_get_no_more() throws Exception {
        var taken = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> taken.addAndGet(taken("shop", 10)));
            }
        }

        assertThat(taken).hasValue(5);
    }

    @Test
    void without_a_limit_nothing_is_counted() {
        var unlimited = new KeyRates(0, 1, clock);

        for (int i = 0; i < 1_000; i++) {
            unlimited.count("shop");
        }
    }

    @Test
    void only_so_many_names_are_remembered() {
        var buckets = new Buckets(1, 1, clock);
        for (int i = 0; i < 30_000; i++) {
            buckets.take("name-" + i);
        }

        assertThat(buckets.count()).isLessThanOrEqualTo(10_000);
        clock.advance(Duration.ofSeconds(3));
        assertThat(buckets.count()).as("names whose bucket is full again").isZero();
    }

    private int taken(String key, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            try {
                rates.count(key);
                taken++;
            } catch (ProblemException refusal) {
                assertThat(refusal.problem().name()).isEqualTo("too-many-requests");
            }
        }
        return taken;
    }
}
