package orderstore.projection.processing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.projection.ChangeLog;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import orderstore.projection.intake.Intake;
import orderstore.projection.intake.SkippedChanges;
import orderstore.projection.intake.UnwritableException;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What Axon calls with news of the log, a segment and a transaction: reads what the segment has not got yet, and takes
 * in what belongs to it. Each segment is told all news, so that its place in the log says how far it is.
 */
final class SegmentBatch implements EventHandlerInvoker {

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentBatch.class);
    private static final int PART = 1_000;

    private final Generation generation;
    private final ChangeLog log;
    private final SegmentTokens segments;
    private final SkippedChanges skipped;
    private final Intake intake;
    private final OutageWatch database;
    private final ProcessingObserver observer;

    SegmentBatch(
            Generation generation,
            ChangeLog log,
            SegmentTokens segments,
            SkippedChanges skipped,
            Intake intake,
            OutageWatch database,
            ProcessingObserver observer) {
        this.generation = generation;
        this.log = log;
        this.segments = segments;
        this.skipped = skipped;
        this.intake = intake;
        this.database = database;
        this.observer = observer;
    }

    private interface Step {
        boolean take(List<LoggedChange> changes, boolean anyParked);
    }

    @Override
    public boolean canHandle(EventMessage<?> advance, Segment segment) {
        return true;
    }

    /** News that come together are one batch: the last of them says it all. */
    @Override
    public void handle(EventMessage<?> advance, Segment segment) {
        if (CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?> batch && !batch.isLastMessage()) {
            return;
        }
        long through =
                ((TrackedEventMessage<?>) advance).trackingToken().position().orElseThrow();
        try {
            takeIn(segment, through);
        } catch (RuntimeException e) {
            observer.failed(generation);
            note(segment.getSegmentId(), e);
            throw e;
        }
    }

    /** First as if nothing could go wrong, since who is to blame is found out at the price of two more statements. */
    private void takeIn(Segment segment, long through) {
        var taken = new AtomicLong();
        try {
            database.inTransaction(() -> taken.set(takeIn(segment, through, intake::takeAll)));
        } catch (UnwritableException e) {
            database.inTransaction(() -> taken.set(takeIn(segment, through, intake::take)));
        }
        observer.taken(generation, taken.get());
    }

    private long takeIn(Segment segment, long through, Step step) {
        SegmentTokens.Place place = segments.advance(segment.getSegmentId(), through);
        boolean anyParked = place.deadLetters();
        long position = place.position();
        if (position < place.purged()) {
            log.forget(place.purged());
        }
        long mine = 0;
        while (position < through) {
            List<LoggedChange> part = log.read(position, through, PART);
            if (part.isEmpty()) {
                break; // Retention took the rest.
            }
            List<LoggedChange> ours = part.stream()
                    .filter(change -> segment.matches(change.orderId().hashCode()))
                    .toList();
            if (!ours.isEmpty()) {
                anyParked = step.take(place.skips() ? skipped.without(ours) : ours, anyParked);
                mine += ours.size();
            }
            position = part.getLast().position();
        }
        return mine;
    }

    private void note(int segment, RuntimeException failure) {
        try {
            segments.failed(segment, failure.toString());
        } catch (DataAccessException e) {
            LOGGER.warn("Why {} failed could not be noted either: {}", generation, e.toString());
        }
    }
}
