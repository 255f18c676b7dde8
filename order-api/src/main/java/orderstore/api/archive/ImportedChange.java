package orderstore.api.archive;

import java.util.Set;
import orderstore.api.json.JsonObject;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveLines;
import orderstore.order.wire.OrderEventJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change that a store has recorded before, on its way into another: a line of an archive.
 *
 * @param event as it was stored there
 * @param hash of the order's last change, on that change; null on all others
 */
public record ImportedChange(StoredEvent event, @Nullable String hash) {

    /** What the store alone says of a change; a line with one of these is an import. */
    private static final Set<String> OF_THE_STORE = Set.of(
            "version",
            "position",
            "previousStatus",
            "effect",
            "actor",
            "recordedAt",
            "traceId",
            "correctedBy",
            ChangeLines.HASH,
            ChangeLines.EVENT);

    private static final Set<String> OF_THE_CLIENT =
            Set.of("orderId", "changeId", "status", "kind", "source", "reason", "attributes", "occurredAt", "corrects");

    private static final ChangeLines LINES = new ChangeLines(JsonMapper.shared());

    /** The client's name for it; null if it has none that can be read. */
    public @Nullable String changeId() {
        try {
            return OrderEventJson.read(event.type(), event.payload())
                    .claim()
                    .changeId()
                    .value();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether a line is meant as an import. */
    public static boolean isMeant(JsonObject line) {
        return line.names().stream().anyMatch(OF_THE_STORE::contains);
    }

    /** Reads a line; with an error, noted in the document, null. */
    public static @Nullable ImportedChange read(JsonObject json, byte[] line) {
        for (String name : json.names()) {
            if (!OF_THE_STORE.contains(name) && !OF_THE_CLIENT.contains(name)) {
                json.refuse(name, "is not known in a line of an archive");
            }
        }
        if (!json.errors().isEmpty()) {
            return null;
        }
        try {
            ArchiveLines.Line read = LINES.read(line);
            return new ImportedChange(read.event(), read.hash());
        } catch (IllegalArgumentException e) {
            json.refuse("is no line of an archive, though it tells what only the store knows: " + e.getMessage());
            return null;
        }
    }
}
