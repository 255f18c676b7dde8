package orderstore.api.security.jwt;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys, remembered. It is asked when a token needs it: the first, one that comes when what is known is
 * old, and one by a key that is not known, which may be new. However many such tokens come, it is asked once a second at
 * most. While it cannot be asked, the keys that are known go on, though not for ever.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    static final Duration REMEMBERED = Duration.ofMinutes(5);
    static final Duration REMEMBERED_WITHOUT_ISSUER = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);

    private final Source source;
    private final Ticker ticker;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Known known;
    private volatile @Nullable Attempt last;

    /** Asks for the keys. */
    interface Source {
        /** The keys as they are now; what went wrong says the exception in the words of a log. */
        JWKSet keys() throws IOException;
    }

    /** The keys cannot be had now. */
    static final class Unavailable extends KeySourceException {
        Unavailable() {
            super("The keys of the issuer cannot be had now", null);
        }
    }

    private record Known(JWKSet keys, long at) {}

    private record Attempt(boolean failed, long at) {}

    IssuerKeys(Source source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws Unavailable {
        List<JWK> found = selector.select(keys(REMEMBERED));
        if (found.isEmpty()) {
            found = selector.select(keys(PAUSE));
        }
        var attempt = last;
        if (found.isEmpty() && attempt != null && attempt.failed()) {
            throw new Unavailable(); // The key may be a new one.
        }
        return found;
    }

    /** The keys as they were no longer ago than that, unless the issuer was asked a moment ago or cannot be asked. */
    private JWKSet keys(Duration age) throws Unavailable {
        var before = known;
        if (before != null && isWithin(age, before.at())) {
            return before.keys();
        }
        if (before == null || !isWithin(REMEMBERED_WITHOUT_ISSUER, before.at())) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return before.keys(); // Somebody is asking; others need not wait.
        }
        try {
            return askUnlessJustDone();
        } finally {
            asking.unlock();
        }
    }

    private JWKSet askUnlessJustDone() throws Unavailable {
        var before = last;
        if (before == null || !isWithin(PAUSE, before.at())) {
            boolean failed = !ask(before != null && before.failed());
            last = new Attempt(failed, ticker.read());
        }
        var now = known;
        if (now == null || !isWithin(REMEMBERED_WITHOUT_ISSUER, now.at())) {
            throw new Unavailable();
        }
        return now.keys();
    }

    /** Whether it answered. A failure that lasts is logged once. */
    private boolean ask(boolean failedBefore) {
        try {
            known = new Known(source.keys(), ticker.read());
            if (failedBefore) {
                LOGGER.warn("The keys of the issuer of tokens can be had again");
            }
            return true;
        } catch (IOException e) {
            if (!failedBefore) {
                LOGGER.warn("The keys of the issuer of tokens cannot be had: {}", e.getMessage());
            }
            return false;
        }
    }

    private boolean isWithin(Duration duration, long at) {
        return ticker.read() - at < duration.toNanos();
    }
}
