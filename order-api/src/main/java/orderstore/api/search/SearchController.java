package orderstore.api.search;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.waiting.WaitingRequests;
import orderstore.order.model.StatusModel;
import orderstore.projection.overview.Overview;
import orderstore.projection.overview.OverviewKey;
import orderstore.projection.overview.OverviewPage;
import orderstore.projection.overview.OverviewSearch;
import orderstore.projection.processing.ProjectionProgress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Finds orders by what they are now. */
@RestController
class SearchController {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    private final OverviewSearch overview;
    private final ProjectionProgress progress;
    private final WaitingRequests waiting;
    private final StatusModel model;

    SearchController(OverviewSearch overview, ProjectionProgress progress, WaitingRequests waiting, StatusModel model) {
        this.overview = overview;
        this.progress = progress;
        this.waiting = waiting;
        this.model = model;
    }

    /**
     * A page of the orders that are asked for, each as it is after every change up to {@code Projection-Position}, and
     * perhaps later ones. With {@code minPosition} the answer waits until that is reached, for a second or as
     * {@code Prefer: wait=<seconds>} says.
     *
     * <p>Sorted by {@code orderId} and bounded in time, a page may have fewer items than asked for, or none, and yet a
     * {@code next}: so many others were passed by.
     */
    @GetMapping(path = "/v1/orders", produces = APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<Page<OrderItem>> search(HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        var parameters = QueryParameters.of(request);
        int limit = parameters.limit();
        SearchQuery query = SearchQuery.read(parameters);
        var cursor = Cursor.of(request, parameters);
        OverviewKey after = SearchCursor.key(cursor, parameters, query.sort());
        parameters.throwIfInvalid();
        if (!isFarEnough(query.minPosition(), request, response)) {
            return null; // It waits, and is asked again then.
        }
        OverviewPage found =
                overview.find(query.filter(), query.sort(), after, limit).orElseThrow(() -> Behind.nothingYet());
        if (found.position() < query.minPosition()) {
            throw Behind.of(query.minPosition(), found.position());
        }
        response.setHeader(Behind.POSITION, Long.toString(found.position()));
        List<OrderItem> items =
                found.orders().stream().map(order -> OrderItem.of(order, model)).toList();
        OverviewKey next = found.next();
        return new Page<>(items, next == null ? null : SearchCursor.after(cursor, next, query.sort())).answer(request);
    }

    /**
     * Whether what was asked for is to be answered now. Without a preference it waits so shortly that it need not be set
     * aside.
     */
    private boolean isFarEnough(long position, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        if (position == 0) {
            return true;
        }
        boolean isHead = HttpMethod.HEAD.matches(request.getMethod());
        Optional<Duration> preferred = Preferences.of(request).longPoll();
        Duration atMost = isHead ? Duration.ZERO : preferred.orElse(DEFAULT_WAIT);
        boolean isThere = progress.await(Overview.NAME, position, preferred.isPresent() ? Duration.ZERO : atMost);
        if (!isThere && preferred.isPresent() && atMost.isPositive() && !WaitingRequests.hasWaited(request)) {
            var readModel = new AwaitedPosition(progress.waiter(Overview.NAME, position), atMost);
            return waiting.await(request, response, readModel) && isFarEnough(position, request, response);
        }
        preferred.ifPresent(applied -> Preferences.waited(response, atMost));
        if (!isThere) {
            throw Behind.of(position, progress.position(Overview.NAME).orElseThrow(() -> Behind.nothingYet()));
        }
        return true;
    }
}
