package orderstore.api.statistics;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.InvalidMember;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.order.model.StatusModel;
import orderstore.projection.statistics.Figures;
import orderstore.projection.statistics.StatisticsQuery;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How many orders there are, how long they take, and how much happens. */
@RestController
class StatisticsController {

    /** So many members of {@code changes} at most: more than a year of hours with ten statuses in each. */
    static final int MOST_HOURS = 100_000;

    /** The lengths of so many stays take a small machine longer than a statement may. */
    static final long MOST_CHANGES = 20_000_000;

    private final StatisticsQuery statistics;
    private final Overdue overdue;
    private final StatusModel model;

    StatisticsController(StatisticsQuery statistics, Overdue overdue, StatusModel model) {
        this.statistics = statistics;
        this.overdue = overdue;
        this.model = model;
    }

    /**
     * What is counted up to {@code position}, by status; a status without any is left out.
     *
     * @param changes of each hour in which there were changes to a status
     * @param dwell of the stays in a status that have ended
     */
    record StatisticsView(
            long position,
            Map<String, Long> orders,
            Map<String, Long> overdue,
            List<HourView> changes,
            Map<String, DwellView> dwell) {}

    record HourView(Instant hour, String status, long count) {}

    record DwellView(long count, BigDecimal p50Seconds, BigDecimal p95Seconds, BigDecimal maxSeconds) {}

    /**
     * Each order counts in its current status. {@code from} and {@code to} choose hours that begin and stays that end
     * from the one on and before the other.
     */
    @GetMapping(path = "/v1/statistics", produces = APPLICATION_JSON_VALUE)
    StatisticsView statistics(HttpServletRequest request) throws InterruptedException {
        var query = QueryParameters.of(request);
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        if (from != null && to != null && !from.isBefore(to)) {
            query.refuse("to", "is " + to + "; allowed is a time after from, which is " + from);
        }
        query.throwIfInvalid();
        Figures figures = statistics
                .figures(overdue.before(), from, to, MOST_HOURS, MOST_CHANGES)
                .orElseThrow(StatisticsController::tooMany);
        return new StatisticsView(
                figures.orders().position(),
                inOrder(figures.orders().byStatus()),
                inOrder(figures.orders().overdue()),
                figures.changes().stream()
                        .map(hour -> new HourView(hour.hour(), hour.status(), hour.count()))
                        .toList(),
                dwell(figures));
    }

    private static ProblemException tooMany() {
        String detail = "leads to more than " + MOST_HOURS
                + " hours of changes, counted for each status, or to more than " + MOST_CHANGES
                + " changes in all; ask for a narrower range with from and to";
        return Problem.invalidRequest(List.of(new InvalidMember("/from", detail)))
                .exception();
    }

    private Map<String, DwellView> dwell(Figures figures) {
        var views = new LinkedHashMap<String, DwellView>();
        figures.dwell()
                .forEach((status, dwell) ->
                        views.put(status, new DwellView(dwell.count(), dwell.median(), dwell.p95(), dwell.longest())));
        return inOrder(views);
    }

    /** As the model lists statuses; those that it does not know come last. */
    private <T> Map<String, T> inOrder(Map<String, T> byStatus) {
        Map<String, T> ordered = new LinkedHashMap<>();
        model.statuses().keySet().forEach(status -> move(status.name(), byStatus, ordered));
        Set<String> others = new TreeSet<>(byStatus.keySet());
        others.forEach(status -> move(status, byStatus, ordered));
        return ordered;
    }

    private static <T> void move(String status, Map<String, T> from, Map<String, T> to) {
        T value = from.get(status);
        if (value != null) {
            to.putIfAbsent(status, value);
        }
    }
}
