package orderstore.api.bulk;

import java.time.Instant;
import orderstore.api.archive.ImportedChange;
import orderstore.api.json.JsonObject;
import orderstore.api.order.ChangeRequest;
import orderstore.api.problem.Problem;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.OrderId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** One line of an upload, read: a change to append, or the refusal of what is none. */
sealed interface BulkLine {

    /** No line is longer, not even one of an archive, which may have a change twice: as shown and as stored. */
    int MAX_BYTES = 2 * ChangeRequest.MAX_BYTES + 16 * 1024;

    long number();

    /** As long as it was sent, without what was beyond the limit. */
    int bytes();

    record Change(long number, int bytes, OrderId orderId, Claim claim) implements BulkLine {}

    /** A line of an archive: as another store has recorded it. */
    record Imported(long number, int bytes, ImportedChange change) implements BulkLine {

        /** Whether lines of the same order must follow. */
        boolean isOpen() {
            return change.hash() == null;
        }
    }

    record Refused(long number, int bytes, BulkResult result) implements BulkLine {}

    static BulkLine read(long number, LineReader.Line line, Instant now) {
        int bytes = line.bytes().length;
        if (line.tooLong()) {
            return tooLong(number, bytes, MAX_BYTES);
        }
        JsonObject json = JsonObject.parse(line.bytes());
        if (ImportedChange.isMeant(json)) {
            return imported(number, json, line.bytes());
        }
        if (bytes > ChangeRequest.MAX_BYTES) {
            return tooLong(number, bytes, ChangeRequest.MAX_BYTES);
        }
        String order = json.requiredString("orderId", ChangeRequest.MAX_ID);
        String change = json.requiredString("changeId", ChangeRequest.MAX_ID);
        OrderId orderId = ChangeRequest.orderId(json, "orderId", order);
        ChangeId changeId = ChangeRequest.changeId(json, "changeId", change);
        Claim claim = ChangeRequest.read(json, changeId, now);
        if (orderId != null && claim != null) {
            return new Change(number, bytes, orderId, claim);
        }
        var problem = Problem.invalidRequest(json.errors());
        return new Refused(number, bytes, BulkResult.refused(number, text(orderId), text(changeId), problem));
    }

    private static BulkLine imported(long number, JsonObject json, byte[] line) {
        ImportedChange change = ImportedChange.read(json, line);
        return change == null
                ? new Refused(
                        number,
                        line.length,
                        BulkResult.refused(number, null, null, Problem.invalidRequest(json.errors())))
                : new Imported(number, line.length, change);
    }

    private static BulkLine tooLong(long number, int bytes, int limit) {
        var problem = new Problem(
                "payload-too-large",
                "The body is too large",
                HttpStatus.CONTENT_TOO_LARGE,
                "The line is longer than " + limit + " bytes, which is the limit of one change.");
        return new Refused(number, bytes, BulkResult.refused(number, null, null, problem));
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
