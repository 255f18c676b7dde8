package orderstore.eventlog.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import orderstore.eventlog.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a stream's last event, made anew from all of its events in the order of versions, as the log's function
 * {@code order_event_hash} makes it. Not for concurrent use.
 */
public final class StreamHash {

    private static final long MICROS = 1_000_000;

    private final MessageDigest digest = Sha256.digest();
    private byte @Nullable [] last;
    private long openedOn;

    /** Takes in the stream's next event. */
    public void add(StoredEvent event) {
        Instant recorded = event.recordedAt();
        if (last == null) {
            openedOn = LocalDate.ofInstant(recorded, ZoneOffset.UTC).toEpochDay();
        } else {
            digest.update(last);
        }
        long micros = Math.addExact(Math.multiplyExact(recorded.getEpochSecond(), MICROS), recorded.getNano() / 1_000);
        String text = event.position() + "\n" + micros + "\n" + openedOn + "\n" + event.version() + "\n"
                + event.stream() + "\n" + event.type() + "\n" + event.payload() + "\n" + event.metadata();
        last = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash so far, hexadecimal; empty if there was no event. */
    public String hex() {
        return last == null ? "" : HexFormat.of().formatHex(last);
    }

    /** The next event begins another stream. */
    public void reset() {
        last = null;
    }
}
