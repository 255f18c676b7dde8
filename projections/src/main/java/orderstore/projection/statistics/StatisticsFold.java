package orderstore.projection.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.order.Change;
import orderstore.order.Timeline;
import orderstore.projection.ChangeLog;
import orderstore.projection.Fold;
import orderstore.projection.Generation;
import orderstore.projection.LoggedChange;
import orderstore.projection.RoundTrip;
import orderstore.projection.intake.SkippedChanges;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A part of the log as stays and counters. What it knows from an order's first change on needs no question. What
 * follows on the stay in which an order is needs that stay. What reaches further back, a late report, a correction, a
 * change for an earlier time, needs the order's history, and replaces all of its stays.
 */
final class StatisticsFold implements Fold {

    /** So many changes are read at once when histories are needed, or one history if it is longer. */
    private static final int MOST_READ = 20_000;

    private final ChangeLog log;
    private final Generation generation;
    private final StayStatements stayStatements;
    private final CountStatements countStatements;
    private final Map<String, OrderPart> parts = new LinkedHashMap<>();
    private final Counts counts = new Counts();

    StatisticsFold(ChangeLog log, Generation generation, StayStatements stays, CountStatements counts) {
        this.log = log;
        this.generation = generation;
        this.stayStatements = stays;
        this.countStatements = counts;
    }

    @Override
    public void add(LoggedChange logged) {
        Change change = logged.change();
        OrderPart known = parts.get(logged.orderId());
        OrderPart part = known == null ? new OrderPart(logged.orderId(), logged.follows()) : known;
        part.add(change, logged.follows());
        parts.put(logged.orderId(), part);
    }

    @Override
    public void write(JdbcClient database) {
        var changes = new StayChanges(counts);
        var later = new ArrayList<OrderPart>();
        for (OrderPart part : parts.values()) {
            if (part.before() == 0) {
                LocalDate openedIn = openedIn(part);
                changes.open(part.orderId(), openedIn, part.line().stays(), part.version());
                count(part, openedIn);
            } else {
                later.add(part);
            }
        }
        if (!later.isEmpty()) {
            goOn(later, stayStatements.present(database, later), changes, database);
        }
        stayStatements.prepare(database, changes.months());
        var writes = new RoundTrip();
        stayStatements.add(writes, changes);
        countStatements.addChanges(writes, counts);
        writes.run(database);
        countStatements.addOrders(database, counts);
    }

    /** The partition of the log: the month in which the first change of all was recorded. */
    private LocalDate openedIn(OrderPart part) {
        Change first = part.changes().getFirst();
        Instant opened = first.version() == 1
                ? first.recordedAt()
                : log.histories(List.of(part.orderId())).getFirst().recordedAt(); // It was skipped.
        return opened.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    private void count(OrderPart part, LocalDate openedIn) {
        part.changes().forEach(change -> counts.change(part.orderId(), openedIn, change));
    }

    private void goOn(
            List<OrderPart> later, Map<String, PresentStay> present, StayChanges changes, JdbcClient database) {
        var reachingBack = new ArrayList<OrderPart>();
        for (OrderPart part : later) {
            PresentStay stay = present.get(part.orderId());
            if (stay == null || stay.version() != part.before()) {
                throw new IllegalStateException("Order %s should have version %d in the statistics, and has %s."
                        .formatted(part.orderId(), part.before(), stay == null ? "none" : stay.version()));
            }
            count(part, stay.openedIn());
            if (part.followsOn(stay)) {
                changes.goOn(stay, part.line().stays(), part.version());
            } else {
                reachingBack.add(part);
            }
        }
        for (List<OrderPart> some : bounded(reachingBack)) {
            Map<String, Timeline> lines = lines(some, new SkippedChanges(database, generation));
            for (OrderPart part : some) {
                PresentStay stay = Objects.requireNonNull(present.get(part.orderId()));
                Timeline line = Objects.requireNonNull(lines.get(part.orderId()));
                changes.replace(stay, line.stays(), part.version());
            }
        }
    }

    /** In lists whose histories may be in memory together. */
    private static List<List<OrderPart>> bounded(List<OrderPart> parts) {
        var lists = new ArrayList<List<OrderPart>>();
        int rest = 0;
        for (OrderPart part : parts) {
            if (lists.isEmpty() || part.version() > rest) {
                lists.add(new ArrayList<>());
                rest = MOST_READ;
            }
            lists.getLast().add(part);
            rest -= part.version();
        }
        return lists;
    }

    /** What the histories of orders tell, up to the changes that are taken in. */
    private Map<String, Timeline> lines(List<OrderPart> some, SkippedChanges skipped) {
        Map<String, OrderPart> wanted = new LinkedHashMap<>();
        some.forEach(part -> wanted.put(part.orderId(), new OrderPart(part.orderId(), 0)));
        for (LoggedChange logged : skipped.without(log.histories(wanted.keySet()))) {
            OrderPart history = Objects.requireNonNull(wanted.get(logged.orderId()));
            if (logged.version()
                    <= Objects.requireNonNull(parts.get(logged.orderId())).version()) {
                history.add(logged.change(), logged.follows());
            }
        }
        Map<String, Timeline> lines = new LinkedHashMap<>();
        for (OrderPart part : some) {
            OrderPart history = Objects.requireNonNull(wanted.get(part.orderId()));
            if (history.version() != part.version()) {
                throw new IllegalStateException("The history of order %s ends with version %d, and should with %d."
                        .formatted(part.orderId(), history.version(), part.version()));
            }
            lines.put(part.orderId(), history.line());
        }
        return lines;
    }
}
