package orderstore.api.feed;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import orderstore.api.feed.AwaitedChange.Arrival;
import orderstore.api.order.Corrections;
import orderstore.api.order.StatusChange;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.trace.TraceContext;
import orderstore.api.waiting.WaitingRequests;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.StreamTail;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The log from after a position: as pages, for which a client may wait, and as server-sent events. */
@RestController
class FeedController {

    /** So many events are read at once when a filter is looked for. */
    private static final int CHUNK = 1_000;

    private final LogReader log;
    private final LogTail tail;
    private final Corrections corrections;
    private final LogSieve sieve;
    private final WaitingRequests waiting;
    private final JsonMapper json;
    private final Duration silence;

    FeedController(
            LogReader log,
            LogTail tail,
            Corrections corrections,
            LogSieve sieve,
            WaitingRequests waiting,
            JsonMapper json,
            @Value("${server.tomcat.connection-timeout}") Duration silence) {
        this.silence = silence;
        this.log = log;
        this.tail = tail;
        this.corrections = corrections;
        this.sieve = sieve;
        this.waiting = waiting;
        this.json = json;
    }

    /**
     * {@code next} is where to go on: the last item's position, or the one asked for while there is none. With
     * {@code Prefer: wait=<seconds>} the answer waits for an item that is wanted, so long at most.
     */
    @GetMapping(path = "/v1/status-changes", produces = APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<Page<StatusChange>> page(HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        var parameters = QueryParameters.of(request);
        int limit = parameters.limit();
        FeedQuery query = FeedQuery.read(parameters);
        parameters.throwIfInvalid();
        Optional<Duration> wait =
                isHead(request) ? Optional.empty() : Preferences.of(request).longPoll();
        List<StatusChange> items;
        long floor;
        if (WaitingRequests.outcome(request) instanceof Arrival arrival) {
            floor = arrival.floor();
            items = arrived(query.from(arrival.after()), floor, limit);
        } else {
            long known = tail.position();
            items = corrections.shown(find(query, limit));
            floor = log.floor();
            query.refuseGap(floor);
            Duration more = WaitingRequests.hasWaited(request) ? Duration.ZERO : wait.orElse(Duration.ZERO);
            if (items.isEmpty() && more.isPositive()) {
                var rest = follower(query.from(Math.max(query.after(), known)), floor);
                return waiting.await(request, response, new AwaitedChange(rest, floor, more))
                        ? page(request, response)
                        : null;
            }
        }
        wait.ifPresent(applied -> Preferences.waited(response, applied));
        long next = items.isEmpty() ? query.after() : items.getLast().position();
        return new Page<>(items, next).answer(request, parametersOfNext(request, query, next < floor));
    }

    /** Who began at the beginning, or accepts gaps, may go on below the floor, and above it is told of new ones. */
    private static Map<String, String[]> parametersOfNext(
            HttpServletRequest request, FeedQuery query, boolean belowFloor) {
        var parameters = new LinkedHashMap<>(request.getParameterMap());
        parameters.remove(FeedQuery.GAPS);
        if (belowFloor && (query.after() == 0 || query.acceptsGaps())) {
            parameters.put(FeedQuery.GAPS, new String[] {FeedQuery.ACCEPT});
        }
        return parameters;
    }

    /** Goes on until the client leaves: {@code id} is the position, with which a client comes back. */
    @GetMapping(path = "/v1/status-changes", produces = TEXT_EVENT_STREAM_VALUE)
    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        var parameters = QueryParameters.of(request);
        FeedQuery query = EventStream.resumed(FeedQuery.read(parameters), request);
        parameters.throwIfInvalid();
        ChangeFollower changes = follower(query, log.floor());
        boolean goesOn = false;
        try {
            refuseGap(query);
            response.setContentType(TEXT_EVENT_STREAM_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            if (!isHead(request)) {
                var trace = TraceContext.of(request).traceId();
                OngoingAnswer.begin(request, response, new EventStream(changes, tail, json, trace), silence);
                goesOn = true;
            }
        } finally {
            if (!goesOn) {
                changes.close();
            }
        }
    }

    private void refuseGap(FeedQuery query) {
        if (query.after() > 0) {
            query.refuseGap(log.floor());
        }
    }

    private static boolean isHead(HttpServletRequest request) {
        return HttpMethod.HEAD.matches(request.getMethod());
    }

    /** The next changes that are wanted, at most {@code limit}, and fewer if they are large. */
    private List<StatusChange> find(FeedQuery query, int limit) throws InterruptedException {
        int chunk = query.statuses().isEmpty() ? limit : CHUNK;
        String stream = query.stream();
        LongFunction<List<StoredEvent>> events =
                stream == null ? position -> log.after(position, chunk) : new StreamTail(log, stream)::after;
        return sieve.find(query, limit, events);
    }

    private ChangeFollower follower(FeedQuery query, long floor) {
        return new ChangeFollower(query, floor, log, tail, corrections, sieve);
    }

    /** What has come meanwhile, which is still in memory. */
    private List<StatusChange> arrived(FeedQuery query, long floor, int limit) throws InterruptedException {
        try (ChangeFollower changes = follower(query, floor)) {
            List<StatusChange> found = changes.next(Duration.ZERO);
            return found.subList(0, Math.min(limit, found.size()));
        }
    }
}
