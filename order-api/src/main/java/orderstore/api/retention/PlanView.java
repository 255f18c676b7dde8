package orderstore.api.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import orderstore.eventlog.retention.RetentionPlan;

/**
 * A plan, as operators see it.
 *
 * @param bytes about what the log's files would be smaller by
 * @param kept how many orders stay, and why; each is counted once
 * @param behind which read models have not taken in yet all that would go, and so hold its execution back
 * @param partitions what would go of each
 */
record PlanView(
        String id,
        String digest,
        Instant cutoff,
        long orders,
        long changes,
        long bytes,
        RetentionPlan.Kept kept,
        List<String> behind,
        String madeBy,
        Instant madeAt,
        List<Part> partitions) {

    /** @param month in which the orders were opened, by its first day */
    record Part(LocalDate month, long orders, long changes, long bytes) {}

    static PlanView of(RetentionPlan plan, List<String> behind) {
        return new PlanView(
                Long.toString(plan.id()),
                plan.digest(),
                plan.cutoff(),
                plan.streams(),
                plan.events(),
                plan.bytes(),
                plan.kept(),
                behind,
                plan.madeBy(),
                plan.madeAt(),
                plan.parts().stream()
                        .map(part -> new Part(part.month(), part.streams(), part.events(), part.bytes()))
                        .toList());
    }
}
