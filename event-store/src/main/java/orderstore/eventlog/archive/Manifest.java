package orderstore.eventlog.archive;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What an archive says of itself, in its last 1,024 bytes: a text of lines that are a name and a value. Nothing in it
 * tells when or where the file was written, so that the same streams give the same file.
 *
 * @param firstPosition the lowest position of its events
 * @param lastPosition the highest
 * @param bytes how long its lines are, with their line feeds
 * @param sha256 of its lines, hexadecimal
 */
public record Manifest(Part part, long firstPosition, long lastPosition, long bytes, String sha256) {

    /** The text has so many bytes: lines, then empty ones, then the hash of all of the file before that hash. */
    static final int LENGTH = 1_024;

    private static final String FORMAT = "orderstore-archive 1\n";
    private static final String FILE = "file ";
    private static final int HASH = 64;
    private static final int FILE_LINE = FILE.length() + HASH + 1;

    /** How many bytes at the end of the file its own hash does not cover: that hash, and the line feed behind it. */
    static final int UNCOVERED = HASH + 1;

    /** All but the hash of the file, with which it ends. */
    byte[] beginning() {
        String text = FORMAT
                + "plan " + part.plan() + "\n"
                + "plan-digest " + part.planDigest() + "\n"
                + "receipt " + part.receipt() + "\n"
                + "cutoff " + part.cutoff() + "\n"
                + "month " + part.month() + "\n"
                + "orders " + part.streams() + "\n"
                + "changes " + part.events() + "\n"
                + "digest " + part.digest() + "\n"
                + "first-position " + firstPosition + "\n"
                + "last-position " + lastPosition + "\n"
                + "bytes " + bytes + "\n"
                + "sha256 " + sha256 + "\n";
        return (text + "\n".repeat(LENGTH - FILE_LINE - text.length()) + FILE).getBytes(StandardCharsets.US_ASCII);
    }

    /** What comes after {@link #beginning()}. */
    static byte[] end(String fileHash) {
        return (fileHash + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The hash of the file that the text ends with. */
    static String fileHash(byte[] text) throws ArchiveDamagedException {
        String last = new String(text, LENGTH - FILE_LINE, FILE_LINE, StandardCharsets.ISO_8859_1);
        if (!last.matches(FILE + "[0-9a-f]{" + HASH + "}\n")) {
            throw new ArchiveDamagedException("It does not end as an archive does: it is none, or a part is missing.");
        }
        return last.substring(FILE.length(), FILE_LINE - 1);
    }

    static Manifest read(byte[] bytes) throws ArchiveDamagedException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(FORMAT)) {
            throw new ArchiveDamagedException(
                    "It is of a format that is not known here; known is " + FORMAT.strip() + ".");
        }
        var values = new HashMap<String, String>();
        text.lines().filter(line -> line.contains(" ")).forEach(line -> {
            int blank = line.indexOf(' ');
            values.put(line.substring(0, blank), line.substring(blank + 1));
        });
        try {
            var part = new Part(
                    number(values, "plan"),
                    value(values, "plan-digest"),
                    number(values, "receipt"),
                    Instant.parse(value(values, "cutoff")),
                    LocalDate.parse(value(values, "month")),
                    number(values, "orders"),
                    number(values, "changes"),
                    value(values, "digest"));
            return new Manifest(
                    part,
                    number(values, "first-position"),
                    number(values, "last-position"),
                    number(values, "bytes"),
                    value(values, "sha256"));
        } catch (DateTimeException | NumberFormatException | NullPointerException e) {
            throw new ArchiveDamagedException("Its manifest cannot be read: " + e.getMessage() + ".");
        }
    }

    private static long number(Map<String, String> values, String name) {
        return Long.parseLong(value(values, name));
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
