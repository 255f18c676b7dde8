package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many tokens come at once, and the issuer takes its time. */
class AskingAnIssuerAtOnceTest {
    private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(1);
    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Test
    void those_who_wait_for_the_first_keys_share_them() throws Exception {
        var keys = new IssuerKeys(this::dawdle, nanos::get);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = submit(callers, 50, () -> keys.get(ALL, null));
            assertThat(isAsked.await(20, TimeUnit.SECONDS)).isTrue();
            mayAnswer.countDown();
            for (var one : found) {
                assertThat(endOf(one)).hasSize(1);
            }
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void nobody_else_waits_while_keys_are_known() throws Exception {
        var keys = new IssuerKeys(() -> asked.get() == 0 ? answer() : dawdle(), nanos::get);
        assertThat(keys.get(ALL, null)).hasSize(1);
        nanos.addAndGet(IssuerKeys.REMEMBERED.toNanos());

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = callers.submit(() -> keys.get(ALL, null));
            assertThat(isAsked.await(20, TimeUnit.SECONDS)).isTrue();
            for (var one : submit(callers, 50, () -> keys.get(ALL, null))) {
                assertThat(endOf(one)).hasSize(1);
            }
            assertThat(asking.isDone()).isFalse();
            mayAnswer.countDown();
            assertThat(endOf(asking)).hasSize(1);
        }

        assertThat(asked).hasValue(2);
    }

    private static List<Future<List<JWK>>> submit(ExecutorService callers, int count, Callable<List<JWK>> task) {
        var submitted = new ArrayList<Future<List<JWK>>>();
        for (int i = 0; i < count; i++) {
            submitted.add(callers.submit(task));
        }
        return submitted;
    }

    /** What it gave; if it waits for ever, nobody else does. */
    private List<JWK> endOf(Future<List<JWK>> one) throws Exception {
        try {
            return one.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            mayAnswer.countDown();
            throw e;
        }
    }

    private JWKSet answer() {
        asked.incrementAndGet();
        return new JWKSet(TestIssuer.ellipticCurve("k-1"));
    }

    private JWKSet dawdle() throws IOException {
        isAsked.countDown();
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return answer();
    }
}
