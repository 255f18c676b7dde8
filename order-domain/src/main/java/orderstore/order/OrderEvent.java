package orderstore.order;

import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order's status. Facts stay readable for as long as the log exists: commands
 * validate, events never do, or a stricter rule tomorrow would make yesterday unreadable.
 *
 * <p>The order's id is the stream's and the time of recording is the log's; neither is repeated here.
 */
public sealed interface OrderEvent {

    /** What the client said. */
    Claim claim();

    /** The order's status before; null for its first change. */
    @Nullable
    Status previous();

    /** What it did to the order. */
    Effect effect();

    /** A command was accepted, or a report told something newer. */
    record StatusChanged(Claim claim, @Nullable Status previous) implements OrderEvent {
        @Override
        public Effect effect() {
            return Effect.APPLIED;
        }
    }

    /** An operator put right what a change had told. */
    record StatusCorrected(Claim claim, @Nullable Status previous) implements OrderEvent {
        @Override
        public Effect effect() {
            return Effect.APPLIED;
        }
    }

    /** A report told what had happened before the present status. */
    record ReportSuperseded(Claim claim, @Nullable Status previous) implements OrderEvent {
        @Override
        public Effect effect() {
            return Effect.SUPERSEDED;
        }
    }

    /** A report contradicts a final status that somebody had decided. */
    record ReportConflicted(Claim claim, @Nullable Status previous) implements OrderEvent {
        @Override
        public Effect effect() {
            return Effect.CONFLICTING;
        }
    }
}
