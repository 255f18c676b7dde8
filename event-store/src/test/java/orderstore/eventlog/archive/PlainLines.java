package orderstore.eventlog.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import orderstore.eventlog.StoredEvent;

/** Events as lines of columns, with tabs between them. */
public class PlainLines implements ArchiveLines {

    @Override
    public void write(List<StoredEvent> stream, String hash, OutputStream out) throws IOException {
        for (StoredEvent event : stream) {
            boolean last = event.version() == stream.size();
            out.write((line(event) + "\t" + (last ? hash : "") + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    public static String line(StoredEvent event) {
        return String.join(
                "\t",
                Long.toString(event.position()),
                event.recordedAt().toString(),
                event.stream(),
                Integer.toString(event.version()),
                event.type(),
                event.payload(),
                event.metadata());
    }

    @Override
    public Line read(byte[] line) {
        String[] columns = new String(line, StandardCharsets.UTF_8).split("\t", -1);
        if (columns.length != 8) {
            throw new IllegalArgumentException("It has " + columns.length + " columns.");
        }
        var event = new StoredEvent(
                Long.parseLong(columns[0]),
                Instant.parse(columns[1]),
                columns[2],
                Integer.parseInt(columns[3]),
                columns[4],
                columns[5],
                columns[6]);
        return new Line(event, columns[7].isEmpty() ? null : columns[7]);
    }
}
