package orderstore.eventlog.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Supplier;
import orderstore.eventlog.CopiedRow;
import org.jspecify.annotations.Nullable;

/**
 * Looks at events stream by stream, each in the order of versions, and at what the stream's head says of them. Of each
 * stream the first error is told: what follows an event that was changed cannot be right.
 */
final class StreamCheck {

    private static final byte[] NONE = {};

    private final MessageDigest sha256 = sha256();
    private final long through;
    private final Supplier<StateCheck> states;
    private final Findings findings = new Findings();

    private byte @Nullable [] stream;
    private boolean broken;
    private byte[] hash = NONE;
    private byte[] hashThrough = NONE;
    private int version;
    private long position;
    private int openedOn;
    private boolean headKnown;
    private int headVersion;
    private int headOpenedOn;
    private long headRecordedAt;
    private long recordedAt;
    private byte[] headHash = NONE;
    private String headState = "";
    private StateCheck state;

    /** @param states checks what one head keeps, each time another */
    StreamCheck(long through, Supplier<StateCheck> states) {
        this.through = through;
        this.states = states;
        this.state = states.get();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }

    void event(CopiedRow row) {
        if (stream == null || !row.hasAt(EventColumns.STREAM, stream)) {
            endStream();
            beginStream(row);
        }
        findings.events++;
        if (row.longAt(EventColumns.POSITION) <= through) {
            findings.eventsThrough++;
        }
        if (!broken) {
            check(row);
        }
        version = row.intAt(EventColumns.VERSION);
        position = row.longAt(EventColumns.POSITION);
        recordedAt = row.longAt(EventColumns.RECORDED_AT);
        if (!broken) {
            state.events()
                    .add(
                            version,
                            row.instantAt(EventColumns.RECORDED_AT),
                            row.textAt(EventColumns.TYPE),
                            row.textAt(EventColumns.PAYLOAD));
        }
        hash = row.bytesAt(EventColumns.HASH);
        if (position <= through) {
            hashThrough = hash;
        }
    }

    private void beginStream(CopiedRow row) {
        stream = row.bytesAt(EventColumns.STREAM);
        broken = false;
        version = 0;
        position = 0;
        hash = NONE;
        hashThrough = NONE;
        state = states.get();
        openedOn = row.intAt(EventColumns.OPENED_ON);
        headKnown = !row.isNull(EventColumns.HEAD_VERSION);
        if (headKnown) {
            headVersion = row.intAt(EventColumns.HEAD_VERSION);
            headOpenedOn = row.intAt(EventColumns.HEAD_OPENED_ON);
            headRecordedAt = row.longAt(EventColumns.HEAD_RECORDED_AT);
            headHash = row.bytesAt(EventColumns.HEAD_HASH);
            headState = row.textAt(EventColumns.HEAD_STATE);
        }
    }

    private void check(CopiedRow row) {
        int found = row.intAt(EventColumns.VERSION);
        long place = row.longAt(EventColumns.POSITION);
        if (found != version + 1) {
            if (found > version) {
                if (version == 0 && findings.late.size() < Findings.TOLD) {
                    String name = row.textAt(EventColumns.STREAM);
                    findings.late.put(
                            name, new Broken(name, found, place, "It does not lie where its order was opened."));
                }
                broken(
                        row,
                        version + 1,
                        null,
                        "Version %d is not there; the next is %d.".formatted(version + 1, found));
            } else {
                broken(row, found, place, "Version %d is there more than once.".formatted(found));
            }
        } else if (row.intAt(EventColumns.OPENED_ON) != openedOn) {
            broken(row, found, place, "Its opened_on is not that of version 1.");
        } else if (place <= position) {
            broken(
                    row,
                    found,
                    place,
                    "Its position is not behind %d, that of version %d.".formatted(position, version));
        } else if (!row.hasAt(EventColumns.HASH, EventColumns.hash(sha256, hash, row))) {
            broken(
                    row,
                    found,
                    place,
                    version == 0
                            ? "Its hash is not that of its columns."
                            : "Its hash is not that of its columns and of the hash of version %d.".formatted(version));
        }
    }

    private void broken(CopiedRow row, int version, @Nullable Long position, String what) {
        broken = true;
        findings.broken(new Broken(row.textAt(EventColumns.STREAM), version, position, what));
    }

    private void endStream() {
        if (stream == null) {
            return;
        }
        findings.streams++;
        if (hashThrough.length > 0) {
            findings.streamsThrough++;
            findings.hashes.writeBytes(hashThrough);
        }
        if (!broken) {
            String wrong = wrongHead();
            if (wrong != null) {
                findings.broken(new Broken(new String(stream, StandardCharsets.UTF_8), version, position, wrong));
            }
        }
    }

    private @Nullable String wrongHead() {
        if (!headKnown) {
            return "The order has changes, the last of which is version %d, but no head.".formatted(version);
        }
        if (headVersion != version) {
            return "The head is at version %d, but the last change is version %d.".formatted(headVersion, version);
        }
        if (!Arrays.equals(headHash, hash)) {
            return "The head's hash is not that of the last change.";
        }
        if (headOpenedOn != openedOn) {
            return "The head's opened_on is not that of the changes.";
        }
        if (headRecordedAt != recordedAt) {
            return "The head's recorded_at is not that of the last change.";
        }
        return state.flaw().apply(headState);
    }

    /** What was found in all that was looked at. */
    Findings end() {
        endStream();
        stream = null;
        return findings;
    }
}
