package orderstore.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * What was true of an order when: its changes by the time at which they happened, corrections applied. No clock, I/O or
 * framework. Not for concurrent use.
 *
 * <ul>
 *   <li>A change that was applied, whether command, report or correction, ends whatever was told of later times, and
 *       stands last. Of two changes of one moment the later to arrive stands after the other.
 *   <li>A correction first takes away the change that it corrects, if that is still told.
 *   <li>A superseded report is put in at its time, before the current status and after what is there of the same
 *       moment.
 *   <li>A conflicting report tells nothing.
 * </ul>
 *
 * <p>So what stands last is always the order's status, since when it has been so; and the same reports, each with a
 * time of its own, tell the same in any order of arrival.
 */
public final class Timeline {

    private final List<Entry> entries = new ArrayList<>();

    /**
     * A change that is told.
     *
     * @param version of the change
     * @param at from when on it was so
     */
    public record Entry(int version, ChangeId changeId, Status status, Instant at) {}

    /**
     * The time in a status, however often it was told meanwhile.
     *
     * @param changedAt when the last change to this status happened within it
     * @param leftAt when the order got another status; null: this is its current one
     */
    public record Stay(
            Status status,
            Instant enteredAt,
            Instant changedAt,
            @Nullable Instant leftAt) {}

    /** What the changes of an order tell, in the order of their versions. */
    public static Timeline of(Iterable<Change> history) {
        var line = new Timeline();
        history.forEach(line::add);
        return line;
    }

    /** Takes in the order's next change. */
    public void add(Change change) {
        Claim claim = change.event().claim();
        switch (change.event()) { // No default: a new event does not compile until answered here.
            case StatusChanged applied -> apply(change);
            case StatusCorrected applied -> {
                ChangeId mistake = Objects.requireNonNull(claim.corrects());
                entries.removeIf(entry -> entry.changeId().equals(mistake));
                apply(change);
            }
            case ReportSuperseded late -> insert(change);
            case ReportConflicted odd -> {}
        }
    }

    private void apply(Change change) {
        while (!entries.isEmpty() && entries.getLast().at().isAfter(change.occurredAt())) {
            entries.removeLast();
        }
        entries.add(entry(change, change.occurredAt()));
    }

    /** It was late by the clock that judged it; by that of the log it may not be, and still is no news. */
    private void insert(Change change) {
        if (entries.isEmpty()) {
            return;
        }
        Instant current = entries.getLast().at();
        Instant at = change.occurredAt().isBefore(current) ? change.occurredAt() : current;
        int place = entries.size() - 1;
        while (place > 0 && entries.get(place - 1).at().isAfter(at)) {
            place--;
        }
        entries.add(place, entry(change, at));
    }

    private static Entry entry(Change change, Instant at) {
        Claim claim = change.event().claim();
        return new Entry(change.version(), claim.changeId(), claim.status(), at);
    }

    /** Whether nothing is told. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Which change tells what the order was at a time; null if it was nothing yet. */
    public @Nullable Entry at(Instant time) {
        for (Entry entry : entries.reversed()) {
            if (!entry.at().isAfter(time)) {
                return entry;
            }
        }
        return null;
    }

    /** The order's stays, the current one last; none for an order without a change. */
    public List<Stay> stays() {
        var stays = new ArrayList<Stay>();
        int first = 0;
        for (int next = 1; next <= entries.size(); next++) {
            Entry after = next < entries.size() ? entries.get(next) : null;
            Entry entered = entries.get(first);
            if (after == null || !after.status().equals(entered.status())) {
                Instant changed = entries.get(next - 1).at();
                stays.add(new Stay(entered.status(), entered.at(), changed, after == null ? null : after.at()));
                first = next;
            }
        }
        return stays;
    }
}
