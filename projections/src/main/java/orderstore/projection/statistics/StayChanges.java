package orderstore.projection.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import orderstore.order.Timeline.Stay;

/** What is to be done to the stays of many orders, and how that changes the number of orders in each status. */
final class StayChanges {

    private final List<StayRow> added = new ArrayList<>();
    private final List<MovedStay> moved = new ArrayList<>();
    private final List<PresentStay> replaced = new ArrayList<>();
    private final Counts counts;

    StayChanges(Counts counts) {
        this.counts = counts;
    }

    /** An order that is new: all of its stays. */
    void open(String orderId, LocalDate openedIn, List<Stay> stays, int version) {
        add(orderId, openedIn, 0, stays, version);
        counts.order(orderId, openedIn, stays.getLast().status().name(), 1);
    }

    /** An order that goes on from the stay in which it was. */
    void goOn(PresentStay present, List<Stay> stays, int version) {
        if (stays.isEmpty()) {
            moved.add(new MovedStay(present, present.changedAt(), null, version));
            return;
        }
        Stay first = stays.getFirst();
        boolean same = first.status().name().equals(present.status());
        Instant left = same ? first.leftAt() : first.enteredAt();
        Instant changed = same ? first.changedAt() : present.changedAt();
        moved.add(new MovedStay(present, changed, left, left == null ? version : null));
        add(
                present.orderId(),
                present.openedIn(),
                present.ordinal(),
                same ? stays.subList(1, stays.size()) : stays,
                version);
        move(present, stays);
    }

    /** An order whose stays are others than was thought. */
    void replace(PresentStay present, List<Stay> stays, int version) {
        replaced.add(present);
        add(present.orderId(), present.openedIn(), 0, stays, version);
        move(present, stays);
    }

    private void add(String orderId, LocalDate openedIn, int before, List<Stay> stays, int version) {
        int ordinal = before;
        for (Stay stay : stays) {
            ordinal++;
            added.add(StayRow.of(orderId, ordinal, stay, version, openedIn));
        }
    }

    private void move(PresentStay from, List<Stay> to) {
        counts.order(from.orderId(), from.openedIn(), from.status(), -1);
        counts.order(from.orderId(), from.openedIn(), to.getLast().status().name(), 1);
    }

    List<StayRow> added() {
        return added;
    }

    /** The months in which the orders of those stays were opened. */
    Set<LocalDate> months() {
        return added.stream().map(StayRow::openedIn).collect(Collectors.toSet());
    }

    List<MovedStay> moved() {
        return moved;
    }

    /** The last stays of orders whose stays so far are to be removed first. */
    List<PresentStay> replaced() {
        return replaced;
    }
}
