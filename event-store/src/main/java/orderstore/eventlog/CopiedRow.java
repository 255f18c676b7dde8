package orderstore.eventlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

/** A row in the binary format of PostgreSQL's COPY, read in place. It is used for one row after the other. */
public final class CopiedRow {

    /** A signature of 11 bytes and flags stand before the first row, then an extension that says how long it is. */
    private static final int HEADER = 15;

    private static final long SECONDS_TO_2000 = 946_684_800;
    private static final int MICROS = 1_000_000;
    private static final int NANOS_OF_A_MICRO = 1_000;

    private final int[] offsets;
    private final int[] lengths;
    private byte[] bytes = {};
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);

    CopiedRow(int columns) {
        offsets = new int[columns];
        lengths = new int[columns];
    }

    /**
     * Goes to the row that a message holds; false if it holds none.
     *
     * @param first whether it is the first message
     */
    boolean read(byte[] message, boolean first) throws SQLException {
        bytes = message;
        buffer = ByteBuffer.wrap(message);
        if (first) {
            buffer.position(HEADER);
            buffer.position(buffer.position() + Integer.BYTES + buffer.getInt(HEADER));
        }
        if (buffer.remaining() < Short.BYTES) {
            return false;
        }
        int columns = buffer.getShort();
        if (columns < 0) {
            return false; // The end.
        }
        if (columns != offsets.length) {
            throw new SQLException("A row has %d columns instead of %d".formatted(columns, offsets.length));
        }
        for (int column = 0; column < columns; column++) {
            int length = buffer.getInt();
            lengths[column] = length;
            offsets[column] = buffer.position();
            buffer.position(buffer.position() + Math.max(0, length));
        }
        return true;
    }

    public boolean isNull(int column) {
        return lengths[column] < 0;
    }

    public long longAt(int column) {
        return buffer.getLong(offsets[column]);
    }

    public int intAt(int column) {
        return buffer.getInt(offsets[column]);
    }

    /** Of microseconds since the year 2000. */
    public Instant instantAt(int column) {
        long micros = longAt(column);
        return Instant.ofEpochSecond(
                SECONDS_TO_2000 + Math.floorDiv(micros, MICROS),
                (long) NANOS_OF_A_MICRO * Math.floorMod(micros, MICROS));
    }

    public String textAt(int column) {
        return new String(bytes, offsets[column], lengths[column], StandardCharsets.UTF_8);
    }

    public byte[] bytesAt(int column) {
        return Arrays.copyOfRange(bytes, offsets[column], offsets[column] + lengths[column]);
    }

    public boolean hasAt(int column, byte[] value) {
        return Arrays.equals(bytes, offsets[column], offsets[column] + lengths[column], value, 0, value.length);
    }

    public void digest(int column, MessageDigest digest) {
        digest.update(bytes, offsets[column], lengths[column]);
    }
}
