package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import orderstore.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

/** How long a body may take as a whole, whatever comes of it at once. */
class ReadingASlowBodyTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private final TestMeter clock = new TestMeter();

    @Test
    void a_body_that_is_whole_in_time_is_read() throws Exception {
        assertThat(body(4, Duration.ofSeconds(10)).readNBytes(4)).hasSize(4);
    }

    @Test
    void a_body_that_is_not_is_refused_however_steadily_it_comes() {
        assertThatThrownBy(() -> body(1_000, Duration.ofSeconds(10)).readAllBytes())
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.problem().name()).isEqualTo("request-timeout");
                    assertThat(refusal.problem().status().value()).isEqualTo(408);
                });
    }

    @Test
    void time_before_the_first_read_does_not_count() throws Exception {
        var body = body(4, Duration.ofSeconds(1));
        clock.advance(Duration.ofHours(1));

        assertThat(body.readAllBytes()).hasSize(4);
    }

    /** Of so many bytes, of which one comes after each pause. The first one is there. */
    private TimedBody body(int bytes, Duration pause) {
        InputStream slow = new ByteArrayInputStream(new byte[bytes]) {
            private boolean begun;

            @Override
            public synchronized int read() {
                if (begun) {
                    clock.advance(pause);
                }
                begun = true;
                return super.read();
            }

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                throw new AssertionError("Spring's stream reads byte by byte.");
            }
        };
        return new TimedBody(new DelegatingServletInputStream(slow), WITHIN, clock::currentTimeNanos);
    }
}
