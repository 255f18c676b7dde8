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
import orderstore.order.model.StatusModel;
import orderstore.projection.overview.Overview;
import orderstore.projection.overview.OverviewKey;
import orderstore.projection.overview.OverviewPage;
import orderstore.projection.overview.OverviewSearch;
import orderstore.projection.processing.ProjectionProgress;
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
    private final StatusModel model;

    SearchController(OverviewSearch overview, ProjectionProgress progress, StatusModel model) {
        this.overview = overview;
        this.progress = progress;
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
    ResponseEntity<Page<OrderItem>> search(HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        var parameters = QueryParameters.of(request);
        int limit = parameters.limit();
        SearchQuery query = SearchQuery.read(parameters);
        var cursor = Cursor.of(request, parameters);
        OverviewKey after = SearchCursor.key(cursor, parameters, query.sort());
        parameters.throwIfInvalid();
        await(query.minPosition(), request, response);
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

    private void await(long position, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        if (position == 0) {
            return;
        }
        Optional<Duration> preferred = Preferences.of(request).longPoll();
        Duration wait = HttpMethod.HEAD.matches(request.getMethod()) ? Duration.ZERO : preferred.orElse(DEFAULT_WAIT);
        preferred.ifPresent(applied -> Preferences.waited(response, wait));
        if (!progress.await(Overview.NAME, position, wait)) {
            throw Behind.of(position, progress.position(Overview.NAME).orElseThrow(() -> Behind.nothingYet()));
        }
    }
}
