package orderstore.api.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import orderstore.eventlog.retention.PlanStaleException;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.PurgeRefusedException;
import orderstore.eventlog.retention.RetentionPlan;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionReceipt;
import orderstore.eventlog.retention.RetentionReceipts;
import orderstore.eventlog.retention.RetentionRule;
import orderstore.order.model.Category;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes plans by the policy, and executes them: for operators, and once a day by itself. */
@Component
class RetentionRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(RetentionRun.class);
    private static final String BY_ITSELF = "schedule";

    private final RetentionSettings settings;
    private final RetentionPlans plans;
    private final RetentionReceipts receipts;
    private final Purge purge;
    private final StatusModel model;
    private final InstantSource clock;
    private final Counter orders;
    private final Counter changes;
    private final Counter stopped;
    private final Timer took;

    RetentionRun(
            RetentionSettings settings,
            RetentionPlans plans,
            RetentionReceipts receipts,
            Purge purge,
            StatusModel model,
            InstantSource clock,
            MeterRegistry metrics) {
        this.settings = settings;
        this.plans = plans;
        this.receipts = receipts;
        this.purge = purge;
        this.model = model;
        this.clock = clock;
        this.orders = Counter.builder("orderstore.retention.purged.orders")
                .description("Orders that this node purged")
                .register(metrics);
        this.changes = Counter.builder("orderstore.retention.purged.changes")
                .description("Changes of orders that this node purged")
                .register(metrics);
        this.stopped = Counter.builder("orderstore.retention.stopped")
                .description("Executions on this node that left a part of their plan")
                .register(metrics);
        this.took = Timer.builder("orderstore.retention.execution")
                .description("How long the execution of a plan took")
                .register(metrics);
    }

    /** @param olderThan instead of the policy's age; not below its floor */
    RetentionPlan plan(@Nullable Duration olderThan, String by) {
        Duration age = olderThan == null ? settings.age() : olderThan;
        Duration abandoned = settings.abandonedAfter();
        Duration atLeast = abandoned == null || abandoned.compareTo(age) >= 0 ? abandoned : age;
        return plans.make(new RetentionRule(age, atLeast, settled()), by);
    }

    private List<String> settled() {
        return model.statuses().entrySet().stream()
                .filter(entry -> entry.getValue().category() == Category.COMPLETED
                        || entry.getValue().category() == Category.ENDED)
                .map(entry -> entry.getKey().name())
                .toList();
    }

    /** As {@link Purge#execute}. */
    RetentionReceipt execute(long plan, String by, boolean evenIfBehind) {
        Optional<RetentionReceipt> before = receipts.ofPlan(plan);
        long began = System.nanoTime();
        RetentionReceipt receipt = purge.execute(plan, by, evenIfBehind);
        orders.increment((double) receipt.streams()
                - before.map(RetentionReceipt::streams).orElse(0L).doubleValue());
        changes.increment((double) receipt.events()
                - before.map(RetentionReceipt::events).orElse(0L).doubleValue());
        took.record(Duration.ofNanos(System.nanoTime() - began));
        if (receipt.stopped() != null) {
            stopped.increment();
        }
        return receipt;
    }

    /** The daily run: finishes what another node left, then purges what may go now. */
    void byItself() {
        try {
            for (RetentionReceipt left : receipts.unfinished()) {
                execute(left.plan(), BY_ITSELF, false);
            }
            RetentionPlan plan = plan(null, BY_ITSELF);
            RetentionReceipt receipt = execute(plan.id(), BY_ITSELF, false);
            LOGGER.info(
                    "Receipt {}: {} orders with {} changes were purged",
                    receipt.id(),
                    receipt.streams(),
                    receipt.events());
        } catch (PurgeRefusedException | PlanStaleException e) {
            LOGGER.warn("Not everything was purged today: {}", e.getMessage());
        }
    }

    /** When the next daily run is; null if there is none. */
    @Nullable
    Instant next() {
        if (!settings.enabled()) {
            return null;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Instant next = today.atTime(settings.time()).toInstant(ZoneOffset.UTC);
        return next.isAfter(clock.instant())
                ? next
                : today.plusDays(1).atTime(settings.time()).toInstant(ZoneOffset.UTC);
    }
}
