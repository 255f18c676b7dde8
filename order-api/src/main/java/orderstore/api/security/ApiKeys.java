package orderstore.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys that are in force, remembered for a moment to spare the database a query for each request. A revocation
 * waits as long before it is answered, so that no node has to be told of it.
 */
@Component
public class ApiKeys {
    private static final Duration REMEMBERED = Duration.ofMillis(500);

    private static final int MOST = 10_000;

    private final JdbcClient jdbc;
    private final Ticker ticker = Ticker.systemTicker();
    private final Cache<KeyHash, @Nullable Answer> remembered = Caffeine.newBuilder()
            .ticker(ticker)
            .expireAfter(Expiry.<KeyHash, Answer>writing((hash, answer) -> timeLeft(answer)))
            .maximumSize(MOST)
            .build();

    private final Cache<KeyHash, Boolean> wereInForce =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** What the database said when it was asked at a time of the ticker, in nanoseconds. */
    private record Answer(ApiKey key, long askedAt) {}

    ApiKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Null when there is no such key. That is not remembered: guesses must not push out what is in use. */
    @Nullable
    ApiKey find(KeyHash hash) {
        var answer = remembered.get(hash, this::ask);
        return answer == null ? null : answer.key();
    }

    /** The key, if the database need not be asked for it. */
    @Nullable
    ApiKey remembered(KeyHash hash) {
        var answer = remembered.getIfPresent(hash);
        return answer == null ? null : answer.key();
    }

    /** Whether it was when this node last looked, as far as it remembers. */
    boolean wasInForce(KeyHash hash) {
        return wereInForce.getIfPresent(hash) != null;
    }

    /** Returns when no node remembers a key whose revocation was committed before this was called. */
    public void awaitForgotten() throws InterruptedException {
        Thread.sleep(REMEMBERED);
    }

    /** Counted from before the question: an answer that was long on its way must not outlive a revocation's wait. */
    private Duration timeLeft(Answer answer) {
        var left = REMEMBERED.minusNanos(ticker.read() - answer.askedAt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private @Nullable Answer ask(KeyHash hash) {
        long askedAt = ticker.read();
        var key = select(hash);
        if (key == null) {
            wereInForce.invalidate(hash);
            return null;
        }
        wereInForce.put(hash, true);
        return new Answer(key, askedAt);
    }

    private @Nullable ApiKey select(KeyHash hash) {
        return jdbc.sql("""
                        select name, roles
                          from api_key
                         where sha256 = :sha256
                        """)
                .param("sha256", hash.bytes())
                .query((row, n) -> new ApiKey(row.getString("name"), roles(row)))
                .optional()
                .orElse(null);
    }

    private static EnumSet<Role> roles(ResultSet row) throws SQLException {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) row.getArray("roles").getArray())
                .flatMap(name -> Role.ofWireName(name).stream())
                .forEach(roles::add);
        return roles;
    }
}
