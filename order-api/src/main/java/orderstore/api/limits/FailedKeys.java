package orderstore.api.limits;

import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import orderstore.api.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where keys come from that are not in force. Nobody guesses one, but each is a question to the database, or a signature
 * to be verified, which whoever sends many of them is no longer worth.
 */
@Component
public class FailedKeys {
    /** A longer one is none; a proxy's header may tell any text. */
    private static final int LONGEST = 64;

    /** Of IPv6: who has one address has a network of them. */
    private static final int NETWORK_BYTES = 8;

    private final @Nullable Buckets buckets;

    @Autowired
    FailedKeys(LimitSettings settings) {
        this(settings.failedKeys().perSecond(), settings.failedKeys().burst(), TimeMeter.SYSTEM_NANOTIME);
    }

    FailedKeys(int perSecond, int burst, TimeMeter clock) {
        this.buckets = perSecond == 0 ? null : new Buckets(burst, perSecond, clock);
    }

    /**
     * Asked before a key is looked up.
     *
     * @throws ProblemException {@code too-many-requests} when too many keys failed that came from there
     */
    public void refuseAfterTooMany(String address) {
        long nanosToNext = buckets == null ? 0 : buckets.nanosToNext(network(address));
        if (nanosToNext > 0) {
            throw TooManyRequests.refusal(
                    "Too many keys and tokens that are not in force came from this address, so this one was not looked at.",
                    nanosToNext);
        }
    }

    /** A key failed that came from there. */
    public void count(String address) {
        if (buckets != null) {
            buckets.take(network(address));
        }
    }

    private static String network(String address) {
        if (address.length() > LONGEST) {
            return "";
        }
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = Inet6Address.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
