package orderstore.api.attempt;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import orderstore.api.problem.Problem;
import orderstore.order.Claim;
import orderstore.order.OrderId;

/**
 * A change that was refused, perhaps several times.
 *
 * @param actor the name of the key that asked for it
 * @param problem the type of the answer, {@code /problems/transition-refused}
 * @param detail what the last answer said
 * @param at when it was refused the last time
 */
public record RefusedAttempt(
        @JsonIgnore String orderId,
        String changeId,
        String requestedStatus,
        String kind,
        String actor,
        String problem,
        String detail,
        Instant at,
        long times) {

    private static final int LONGEST_DETAIL = 1_000;

    static RefusedAttempt of(OrderId order, Claim claim, String actor, Problem problem, Instant at) {
        String detail = problem.detail();
        return new RefusedAttempt(
                order.value(),
                claim.changeId().value(),
                claim.status().name(),
                claim.kind().wireName(),
                actor,
                problem.type(),
                detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail,
                at,
                1);
    }

    /** What attempts have in common that are counted together. */
    record Key(String orderId, String changeId, String problem, String requestedStatus, String actor) {}

    Key key() {
        return new Key(orderId, changeId, problem, requestedStatus, actor);
    }

    /** The same, tried again. */
    RefusedAttempt again(RefusedAttempt later) {
        return new RefusedAttempt(
                orderId, changeId, requestedStatus, later.kind, actor, problem, later.detail, later.at, times + 1);
    }
}
