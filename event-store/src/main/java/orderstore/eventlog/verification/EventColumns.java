package orderstore.eventlog.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import orderstore.eventlog.CopiedRow;

/** An event with the head of its stream, as the columns of a row, and the hash that it must have. */
final class EventColumns {

    static final int POSITION = 0;
    static final int RECORDED_AT = 1;
    static final int OPENED_ON = 2;
    static final int VERSION = 3;
    static final int STREAM = 4;
    static final int TYPE = 5;
    static final int PAYLOAD = 6;
    static final int METADATA = 7;
    static final int HASH = 8;
    static final int HEAD_VERSION = 9;
    static final int HEAD_OPENED_ON = 10;
    static final int HEAD_RECORDED_AT = 11;
    static final int HEAD_HASH = 12;
    static final int HEAD_STATE = 13;
    static final int COUNT = 14;

    /** The head is looked up once for a stream, with its first event. */
    static final String SELECT = """
            select
              e.position, e.recorded_at, e.opened_on, e.version, e.order_id, e.event_type, e.payload, e.metadata, e.hash,
              h.version, h.opened_on, h.recorded_at, h.hash, h.state
            from order_event e
            left join lateral (
              select version, opened_on, recorded_at, hash, state
              from order_head
              where order_id = e.order_id
                and e.version = 1
              offset 0
            ) h on true
            """;

    /** PostgreSQL counts microseconds and days from 2000 on, the hash from 1970. */
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;

    private static final int DAYS_TO_2000 = 10_957;

    private EventColumns() {}

    /** As {@code order_event_hash} does, which is not asked: it can be replaced as easily as a row. */
    static byte[] hash(MessageDigest sha256, byte[] previous, CopiedRow row) {
        sha256.update(previous);
        String numbers = row.longAt(POSITION) + "\n"
                + (row.longAt(RECORDED_AT) + MICROS_TO_2000) + "\n"
                + (row.intAt(OPENED_ON) + DAYS_TO_2000) + "\n"
                + row.intAt(VERSION) + "\n";
        sha256.update(numbers.getBytes(StandardCharsets.ISO_8859_1));
        row.digest(STREAM, sha256);
        sha256.update((byte) '\n');
        row.digest(TYPE, sha256);
        sha256.update((byte) '\n');
        row.digest(PAYLOAD, sha256);
        sha256.update((byte) '\n');
        row.digest(METADATA, sha256);
        return sha256.digest();
    }
}
