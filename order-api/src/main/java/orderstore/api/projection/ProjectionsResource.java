package orderstore.api.projection;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.problem.Quoted;
import orderstore.projection.processing.ProjectionStanding;
import orderstore.projection.processing.Projections;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.Rebuilds;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The projections that there are, how far they are, and how they are stopped. */
@RestController
@RequestMapping(path = "/v1/admin/projections", produces = MediaType.APPLICATION_JSON_VALUE)
class ProjectionsResource {

    /** Nodes look every five seconds what is to run; one that froze is given up after its claim. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Projections projections;
    private final Rebuilds rebuilds;

    ProjectionsResource(Projections projections, Rebuilds rebuilds) {
        this.projections = projections;
        this.rebuilds = rebuilds;
    }

    @GetMapping
    List<ProjectionEntry> list(HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return projections.standings().stream().map(this::entry).toList();
    }

    @GetMapping("/{name}")
    ProjectionEntry one(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return find(name);
    }

    /**
     * Stops a projection on all nodes. Once this is answered nobody works on it. It waits for that 15 s, or as long as
     * {@code Prefer: wait=} says.
     */
    @PostMapping("/{name}/pause")
    ProjectionEntry pause(@PathVariable String name, HttpServletRequest request) throws InterruptedException {
        QueryParameters.of(request).throwIfInvalid();
        Duration atMost = Preferences.of(request).longPoll().orElse(LONGEST_PAUSE);
        if (!projections.pause(name)) {
            throw unknown(name);
        }
        List<String> processed = projections.awaitRest(name, atMost);
        if (!processed.isEmpty()) {
            throw stillProcessed(name, processed);
        }
        return find(name);
    }

    /** Lets a projection go on, on whichever node takes its segments up first. */
    @PostMapping("/{name}/resume")
    ProjectionEntry resume(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        if (!projections.resume(name)) {
            throw unknown(name);
        }
        return find(name);
    }

    private ProjectionEntry find(String name) {
        return projections.standings().stream()
                .filter(standing -> standing.name().equals(name))
                .findFirst()
                .map(this::entry)
                .orElseThrow(() -> unknown(name));
    }

    private ProjectionEntry entry(ProjectionStanding standing) {
        Rebuild rebuild = rebuilds.last(standing.name())
                .filter(ProjectionsResource::isOpen)
                .orElse(null);
        return ProjectionEntry.of(standing, projections.eventsPerSecond(standing), rebuild);
    }

    /** Whether it goes on, can be taken back, or somebody must see why it ended. */
    private static boolean isOpen(Rebuild rebuild) {
        return switch (rebuild.state()) {
            case RUNNING, CAUGHT_UP, FAILED -> true;
            case PROMOTED -> rebuild.previousKept();
            case DISCARDED, CANCELLED -> false;
        };
    }

    private ProblemException unknown(String name) {
        String known =
                projections.standings().stream().map(ProjectionStanding::name).collect(Collectors.joining(", "));
        return new Problem(
                        "projection-unknown",
                        "There is no such projection",
                        HttpStatus.NOT_FOUND,
                        "There is no projection named " + Quoted.of(name) + "; there are " + known + ".")
                .exception();
    }

    private static ProblemException stillProcessed(String name, List<String> segments) {
        var problem = new Problem(
                "projection-busy",
                "The projection is still worked on",
                HttpStatus.SERVICE_UNAVAILABLE,
                "Projection " + name + " is to rest, but is still worked on: " + String.join("; ", segments)
                        + ". It stays paused; send the same again to wait for the rest.",
                Map.of("segments", segments));
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return new ProblemException(problem, headers);
    }
}
