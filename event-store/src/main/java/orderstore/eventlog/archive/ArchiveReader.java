package orderstore.eventlog.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads an archive, and says whether it is sound. */
public final class ArchiveReader {

    private static final int BUFFER = 128 * 1024;

    private final Path file;
    private final ArchiveLines lines;

    public ArchiveReader(Path file, ArchiveLines lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * An archive that is sound.
     *
     * @param sha256 of the file, hexadecimal
     */
    public record Sound(Manifest manifest, String sha256) {}

    /** Takes lines, each without its line feed. */
    public interface Taker {
        void take(byte[] line, ArchiveLines.Line read) throws IOException, ArchiveDamagedException;
    }

    /**
     * Reads all of it: that no byte of the file has changed, that it has the lines of which its manifest tells, and that
     * the events made of them give the hash of each stream and the digest of all.
     *
     * @throws ArchiveDamagedException if one of that is not so
     * @throws IOException if it cannot be read
     */
    public Sound verify() throws IOException, ArchiveDamagedException {
        long size = Files.size(file);
        if (size < Manifest.LENGTH + ArchiveWriter.FRAME_HEADER) {
            throw new ArchiveDamagedException("It is too short for an archive.");
        }
        byte[] text = end(size);
        String told = Manifest.fileHash(text);
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = part(size - Manifest.UNCOVERED)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read > 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        String found = HexFormat.of().formatHex(copy(digest).digest());
        digest.update(Manifest.end(told));
        String whole = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(told)) {
            throw new ArchiveDamagedException(
                    ("It has changed since it was written: the SHA-256 of all but its last %d bytes is %s, but these say"
                                    + " %s. The SHA-256 of the whole file, of which the receipt tells, is %s.")
                            .formatted(Manifest.UNCOVERED, found, told, whole));
        }
        Manifest manifest = Manifest.read(text);
        var check = new ArchiveCheck(manifest);
        read(check);
        check.end();
        return new Sound(manifest, whole);
    }

    /** Hands over the lines of an archive that was found sound. */
    public void read(Taker taker) throws IOException, ArchiveDamagedException {
        long size = Files.size(file) - Manifest.LENGTH - ArchiveWriter.FRAME_HEADER;
        var content = new LineStream(new ZstdInputStream(new BufferedInputStream(part(size), BUFFER)));
        try (var ahead = new LinesAhead(content, lines)) {
            ahead.each(taker);
        }
    }

    private byte[] end(long size) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(size - Manifest.LENGTH);
            return bytes.readNBytes(Manifest.LENGTH);
        }
    }

    /** The file's first bytes, so many. */
    private InputStream part(long length) throws IOException {
        return new Beginning(Files.newInputStream(file), length);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
