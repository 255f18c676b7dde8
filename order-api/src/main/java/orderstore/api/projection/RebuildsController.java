package orderstore.api.projection;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.page.Id;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import orderstore.projection.rebuild.Rebuild;
import orderstore.projection.rebuild.RebuildRefusedException;
import orderstore.projection.rebuild.Rebuilds;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Read models that are made anew beside those that readers see. */
@RestController
@RequestMapping(path = "/v1/admin/projections/{name}/rebuilds", produces = MediaType.APPLICATION_JSON_VALUE)
class RebuildsController {

    private static final int LONGEST_BODY = 64 * 1024;

    /** The claim of a node that died lapses within that. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Set<String> PROMOTE = Set.of("automatic", "manual");

    private final Rebuilds rebuilds;

    RebuildsController(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    /** Begins one. 202: it goes on by itself, on whichever node; its place tells how far it is. */
    @PostMapping
    ResponseEntity<RebuildView> start(@PathVariable String name, HttpServletRequest request, Authentication operator)
            throws IOException {
        QueryParameters.of(request).throwIfInvalid();
        JsonObject asked = JsonObject.parse(RequestBody.read(request, LONGEST_BODY));
        String promote = asked.requiredString("promote", PROMOTE::contains, "automatic or manual");
        asked.refuseUnknown();
        asked.throwIfInvalid();
        if (!rebuilds.knows(name)) {
            throw unknownProjection(name).exception();
        }
        try {
            Rebuild started = rebuilds.start(name, promote.equals("automatic"), operator.getName());
            return ResponseEntity.accepted()
                    .location(URI.create("/v1/admin/projections/" + name + "/rebuilds/" + started.id()))
                    .body(RebuildView.of(started));
        } catch (RebuildRefusedException e) {
            throw running(name, e).exception();
        }
    }

    @GetMapping("/{id}")
    RebuildView one(@PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return RebuildView.of(find(name, id));
    }

    /** Lets readers see what was made. */
    @PostMapping("/{id}/promote")
    RebuildView promote(@PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return change(name, id, rebuild -> rebuilds.promote(rebuild, PATIENCE));
    }

    /** Drops what was made; of a promoted one, what it replaced. */
    @PostMapping("/{id}/discard")
    RebuildView discard(@PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return change(name, id, rebuilds::discard);
    }

    /** Stops it and drops what was made; of a promoted one, readers see again what they saw before. */
    @PostMapping("/{id}/cancel")
    RebuildView cancel(@PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return change(name, id, rebuild -> rebuilds.cancel(rebuild, PATIENCE));
    }

    private RebuildView change(String name, String id, LongFunction<Rebuild> change) {
        Rebuild rebuild = find(name, id);
        try {
            return RebuildView.of(change.apply(rebuild.id()));
        } catch (RebuildRefusedException e) {
            throw new Problem(
                            "rebuild-state",
                            "The state of the rebuild does not allow it",
                            HttpStatus.CONFLICT,
                            String.valueOf(e.getMessage()),
                            Map.of("state", rebuild.state().wireName()))
                    .exception();
        }
    }

    private Rebuild find(String name, String id) {
        if (!rebuilds.knows(name)) {
            throw unknownProjection(name).exception();
        }
        return Id.parse(id)
                .flatMap(rebuilds::find)
                .filter(rebuild -> rebuild.generation().projection().equals(name))
                .orElseThrow(() -> new Problem(
                                "rebuild-unknown",
                                "There is no such rebuild",
                                HttpStatus.NOT_FOUND,
                                "Projection " + name + " has no rebuild " + Quoted.of(id) + ".")
                        .exception());
    }

    private static Problem running(String name, RebuildRefusedException refused) {
        return new Problem(
                "rebuild-running",
                "The projection is being rebuilt already",
                HttpStatus.CONFLICT,
                String.valueOf(refused.getMessage()),
                Map.of("projection", name));
    }

    private static Problem unknownProjection(String name) {
        return new Problem(
                "projection-unknown",
                "There is no such projection",
                HttpStatus.NOT_FOUND,
                "There is no projection " + Quoted.of(name)
                        + "; GET /v1/admin/projections lists those that there are.");
    }
}
