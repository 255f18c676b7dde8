package orderstore.api.order;

import java.time.Instant;
import java.util.List;
import orderstore.api.attempt.RefusedAttempt;
import orderstore.order.Effect;
import orderstore.order.Kind;

/**
 * Why an order has the status that it has.
 *
 * @param madeBy the change that made it
 * @param since changes that came later and did not change it, the first of them
 * @param sinceTotal how many there are
 * @param refused attempts that were not recorded, the latest first
 */
record Explanation(
        String orderId,
        String status,
        int version,
        Told madeBy,
        List<Told> since,
        int sinceTotal,
        List<RefusedAttempt> refused) {

    /** A change and what it has to do with the status. */
    record Told(StatusChange change, String why) {}

    static Explanation of(StatusChange made, int version, List<StatusChange> since, List<RefusedAttempt> refused) {
        return new Explanation(
                made.orderId(),
                made.status(),
                version,
                new Told(made, why(made, version)),
                since.stream()
                        .map(change -> new Told(change, whyNot(change, made)))
                        .toList(),
                version - made.version(),
                refused);
    }

    private static String why(StatusChange made, int version) {
        String deed = made.kind().equals(Kind.CORRECTION.wireName())
                ? "corrected change " + made.corrects() + ": the status is " + made.status()
                : "made it " + made.status() + " by a " + made.kind();
        String rest = version == made.version() ? "No change came after it." : "No change since has changed that.";
        return made.actor() + " " + deed + ". " + rest;
    }

    private static String whyNot(StatusChange change, StatusChange made) {
        if (change.effect().equals(Effect.CONFLICTING.wireName())) {
            return "It only reports %s, and %s was decided by a %s and is final; a correction can change it."
                    .formatted(change.status(), made.status(), made.kind());
        }
        Instant then = change.occurredAt();
        return "It happened at %s, which is before %s became %s at %s; it was only told later."
                .formatted(then, made.orderId(), made.status(), made.occurredAt());
    }
}
