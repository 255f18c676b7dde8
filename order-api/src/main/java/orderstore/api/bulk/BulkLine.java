package orderstore.api.bulk;

import java.time.Instant;
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

    long number();

    /** As long as it was sent, without what was beyond the limit. */
    int bytes();

    record Change(long number, int bytes, OrderId orderId, Claim claim) implements BulkLine {}

    record Refused(long number, int bytes, BulkResult result) implements BulkLine {}

    static BulkLine read(long number, LineReader.Line line, Instant now) {
        int bytes = line.bytes().length;
        if (line.tooLong()) {
            var problem = new Problem(
                    "payload-too-large",
                    "The body is too large",
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The line is longer than " + ChangeRequest.MAX_BYTES + " bytes, which is the limit of one change.");
            return new Refused(number, bytes, BulkResult.refused(number, null, null, problem));
        }
        JsonObject json = JsonObject.parse(line.bytes());
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

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
