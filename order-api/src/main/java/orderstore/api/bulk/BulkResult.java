package orderstore.api.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import orderstore.api.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of one line.
 *
 * @param line its number, from 1
 * @param result {@code appended}, {@code replayed} or {@code refused}
 * @param version the change's version, unless refused
 * @param problem why it was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BulkResult(
        long line,
        String result,
        @Nullable String orderId,
        @Nullable String changeId,
        @Nullable Integer version,
        @Nullable Map<String, Object> problem) {

    static final String APPENDED = "appended";
    static final String REPLAYED = "replayed";
    static final String REFUSED = "refused";

    static BulkResult refused(long line, @Nullable String orderId, @Nullable String changeId, Problem problem) {
        return new BulkResult(line, REFUSED, orderId, changeId, null, problem.body());
    }

    /** The same, its problem with the trace of the request. */
    BulkResult within(String traceId) {
        if (problem == null) {
            return this;
        }
        var traced = new LinkedHashMap<>(problem);
        traced.put("traceId", traceId);
        return new BulkResult(line, result, orderId, changeId, version, traced);
    }

    /** The last line of an answer: that the upload was read to its end, and what became of its lines. */
    record Summary(Counts summary) {}

    record Counts(long lines, long appended, long replayed, long refused) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(BulkResult result) {
            return new Counts(
                    lines + 1,
                    appended + (result.result().equals(APPENDED) ? 1 : 0),
                    replayed + (result.result().equals(REPLAYED) ? 1 : 0),
                    refused + (result.result().equals(REFUSED) ? 1 : 0));
        }
    }
}
