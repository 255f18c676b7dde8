package orderstore.api.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveLines;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes as lines of an archive: each as every answer shows it. An order's last line has a member more, {@code hash}.
 * A line from which the stored event could not be made again, byte by byte, also has {@code event}, which is that event.
 */
public final class ChangeLines implements ArchiveLines {

    static final String HASH = "hash";
    static final String EVENT = "event";

    private static final int USUAL_LENGTH = 640;
    private static final int MOST = 1 << 20;

    private final JsonMapper json;

    /** Writes JSON as the answers are written. */
    public ChangeLines(JsonMapper json) {
        this.json = json;
    }

    /** An event as it is stored, where the change does not tell all of it. */
    private record Verbatim(String type, String payload, String metadata) {}

    @Override
    public void write(List<StoredEvent> stream, String hash, OutputStream out) throws IOException {
        String usual = usual(stream, hash);
        if (usual == null) {
            writeAny(stream, hash, out);
        } else {
            out.write(usual.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Null if one of them is not as changes usually are, since it may say something of the others; or if they are too long
     * to be in memory together once more.
     */
    private static @Nullable String usual(List<StoredEvent> stream, String hash) {
        var lines = new StringBuilder(stream.size() * USUAL_LENGTH);
        for (int i = 0; i < stream.size(); i++) {
            if (lines.length() > MOST || !UsualLine.write(stream.get(i), lines)) {
                return null;
            }
            if (i == stream.size() - 1) {
                lines.append(",\"" + HASH + "\":\"").append(hash).append('"');
            }
            lines.append("}\n");
        }
        return lines.toString();
    }

    /** The same of all events that there are. */
    void writeAny(List<StoredEvent> stream, String hash, OutputStream out) throws IOException {
        List<StatusChange> changes =
                Corrections.shownAmong(stream.stream().map(StatusChange::of).toList());
        for (int i = 0; i < changes.size(); i++) {
            StoredEvent event = stream.get(i);
            boolean last = i == changes.size() - 1;
            var line = new ByteArrayOutputStream(512);
            json.writeValue(line, changes.get(i));
            byte[] object = line.toByteArray();
            out.write(object, 0, object.length - 1); // All but the brace at its end.
            if (!Stored.event(changes.get(i)).equals(event)) {
                member(out, EVENT, new Verbatim(event.type(), event.payload(), event.metadata()));
            }
            if (last) {
                member(out, HASH, hash);
            }
            out.write('}');
            out.write('\n');
        }
    }

    private void member(OutputStream out, String name, Object value) throws IOException {
        out.write(',');
        out.write(json.writeValueAsBytes(name));
        out.write(':');
        out.write(json.writeValueAsBytes(value));
    }

    @Override
    public Line read(byte[] line) {
        Line usual = UsualLine.read(line);
        return usual == null ? readAny(line) : usual;
    }

    /** The same of all lines that there are. */
    Line readAny(byte[] line) {
        try {
            return ChangeLine.read(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        } catch (NullPointerException e) {
            throw new IllegalArgumentException("It has no " + e.getMessage() + ".", e);
        } catch (ClassCastException | DateTimeException e) {
            throw new IllegalArgumentException("Its event has a member that is not of the type that it should be.", e);
        }
    }
}
