package orderstore.api.order;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orderstore.api.problem.Problem;
import orderstore.order.Claim;
import orderstore.order.OrderId;
import orderstore.order.Refusal;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What the decider refuses, as problems. */
final class RefusalProblem {

    private RefusalProblem() {}

    static Problem of(OrderId orderId, Refusal refusal) {
        return switch (refusal) {
            case Refusal.VersionMismatch mismatch -> mismatch(orderId, mismatch);
            case Refusal.TransitionRefused refused -> refused(orderId, refused);
            case Refusal.UnknownStatus unknown ->
                unprocessable(
                        orderId,
                        "unknown-status",
                        "The status model does not have this status",
                        "There is no status " + unknown.requested() + ". Known are: " + names(unknown.known()) + ".",
                        Map.of("requestedStatus", unknown.requested().name(), "known", list(unknown.known())));
            case Refusal.UnknownChange unknown ->
                unprocessable(
                        orderId,
                        "unknown-change",
                        "There is no such change to correct",
                        "Order " + orderId + " has no change " + unknown.corrects()
                                + "; a correction names a change of the same order.",
                        Map.of("corrects", unknown.corrects().value()));
            case Refusal.OrderFull full ->
                unprocessable(
                        orderId,
                        "order-full",
                        "The order has as many changes as it may have",
                        "Order " + orderId + " has " + full.limit() + " changes, and no order may have more.",
                        Map.of("limit", full.limit()));
        };
    }

    static Problem reused(OrderId orderId, List<Claim.Difference> differences) {
        String members = differences.stream()
                .map(difference ->
                        difference.pointer() + " (stored " + difference.stored() + ", sent " + difference.sent() + ")")
                .collect(Collectors.joining(", "));
        return problem(
                orderId,
                "change-id-reused",
                "The change id stands for another content",
                HttpStatus.CONFLICT,
                "This changeId of order " + orderId + " was used before with other content: " + members
                        + ". Send the same content to repeat it, or a new changeId for a new change.",
                Map.of("differences", differences));
    }

    private static Problem mismatch(OrderId orderId, Refusal.VersionMismatch mismatch) {
        String state = mismatch.currentVersion() == 0 ? "does not exist" : "is at version " + mismatch.currentVersion();
        return problem(
                orderId,
                "version-mismatch",
                "The order is at another version than expected",
                HttpStatus.PRECONDITION_FAILED,
                "Order " + orderId + " " + state + ", which is not what the precondition asked for."
                        + " Read it again and decide anew.",
                Map.of("currentVersion", mismatch.currentVersion()));
    }

    private static Problem refused(OrderId orderId, Refusal.TransitionRefused refused) {
        @Nullable Status current = refused.current();
        String state =
                current == null ? "does not exist and cannot begin as " : "is " + current + " and cannot become ";
        String allowed = refused.allowedNext().isEmpty()
                ? "No command leaves it, only a correction."
                : "Allowed next: " + names(refused.allowedNext()) + ".";
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("currentStatus", current == null ? null : current.name());
        members.put("allowedNext", list(refused.allowedNext()));
        return unprocessable(
                orderId,
                "transition-refused",
                "The order cannot change that way",
                "Order " + orderId + " " + state + refused.requested() + ". " + allowed,
                members);
    }

    private static Problem unprocessable(
            OrderId orderId,
            String name,
            String title,
            String detail,
            Map<String, ? extends @Nullable Object> members) {
        return problem(orderId, name, title, HttpStatus.UNPROCESSABLE_CONTENT, detail, members);
    }

    @SuppressWarnings("NullAway") // A member may be null: it is written as null.
    private static Problem problem(
            OrderId orderId,
            String name,
            String title,
            HttpStatus status,
            String detail,
            Map<String, ? extends @Nullable Object> members) {
        var all = new LinkedHashMap<String, Object>();
        all.put("orderId", orderId.value());
        all.putAll(members);
        return new Problem(name, title, status, detail, all);
    }

    private static String names(Collection<Status> statuses) {
        return String.join(", ", list(statuses));
    }

    private static List<String> list(Collection<Status> statuses) {
        return statuses.stream().map(Status::name).toList();
    }
}
