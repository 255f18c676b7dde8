package orderstore.eventlog.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import orderstore.eventlog.StoredEvent;

/**
 * Writes one archive: lines as a frame of Zstandard, then the manifest in a frame that decompressors skip. Streams
 * come in the order of their names. Not for concurrent use.
 */
public final class ArchiveWriter implements AutoCloseable {

    /** The fastest level, which makes these lines smaller than the next two do. */
    private static final int LEVEL = 1;

    /** RFC 8878, 3.1.2: a frame of which nothing but the length is looked at. */
    static final int SKIPPED = 0x184D2A5A;

    static final int FRAME_HEADER = 8;

    private final ArchiveLines lines;
    private final FileChannel channel;
    private final MessageDigest whole = Sha256.digest();
    private final MessageDigest content = Sha256.digest();
    private final OutputStream file;
    private final OutputStream compressed;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private long streams;
    private long events;
    private long bytes;
    private long first = Long.MAX_VALUE;
    private long last;

    ArchiveWriter(Path path, ArchiveLines lines) throws IOException {
        this.lines = lines;
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        file = new DigestOutputStream(Channels.newOutputStream(channel), whole);
        compressed = new ZstdOutputStream(new StaysOpen(file), LEVEL).setChecksum(true);
    }

    /** The end of the lines is not the end of the file. */
    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Writes a whole stream; the hash is its last event's, hexadecimal. */
    public void add(List<StoredEvent> events, String hash) throws IOException {
        stream.reset();
        lines.write(events, hash, stream);
        byte[] text = stream.toByteArray();
        content.update(text);
        compressed.write(text);
        bytes += text.length;
        streams++;
        this.events += events.size();
        first = Math.min(first, events.getFirst().position());
        last = Math.max(last, events.getLast().position());
    }

    long streams() {
        return streams;
    }

    long events() {
        return events;
    }

    /**
     * Ends the file, and sees to it that it outlives the machine's death.
     *
     * @return the SHA-256 of the file, hexadecimal
     */
    String finish(Part part) throws IOException {
        compressed.close();
        file.write(ByteBuffer.allocate(FRAME_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SKIPPED)
                .putInt(Manifest.LENGTH)
                .array());
        var manifest = new Manifest(part, first, last, bytes, HexFormat.of().formatHex(content.digest()));
        file.write(manifest.beginning());
        file.write(Manifest.end(HexFormat.of().formatHex(soFar())));
        channel.force(true);
        return HexFormat.of().formatHex(whole.digest());
    }

    private byte[] soFar() {
        try {
            return ((MessageDigest) whole.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            compressed.close();
        } finally {
            channel.close();
        }
    }
}
