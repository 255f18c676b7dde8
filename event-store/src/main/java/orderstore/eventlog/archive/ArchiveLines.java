package orderstore.eventlog.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import orderstore.eventlog.StoredEvent;
import org.jspecify.annotations.Nullable;

/** How events stand in an archive: each in a line of its own, from which the very same event can be made again. */
public interface ArchiveLines {

    /**
     * Writes the lines of a whole stream, each with its line feed.
     *
     * @param hash the last event's, as the log has it; the last line tells it
     */
    void write(List<StoredEvent> stream, String hash, OutputStream out) throws IOException;

    /**
     * Makes an event of its line, which comes without the line feed.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    Line read(byte[] line);

    /**
     * A line.
     *
     * @param hash of the stream's last event, hexadecimal; null on all other lines
     */
    record Line(StoredEvent event, @Nullable String hash) {}
}
