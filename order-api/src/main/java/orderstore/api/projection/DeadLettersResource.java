package orderstore.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.page.Cursor;
import orderstore.api.page.Id;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.problem.Quoted;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessed;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessed.OtherVersion;
import orderstore.projection.intake.Reprocessed.Unknown;
import orderstore.projection.intake.Reprocessed.Waits;
import orderstore.projection.intake.Reprocessing;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The changes that projections could not take in, and what operators do about them. */
@RestController
@RequestMapping(path = "/v1/admin/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLettersResource {

    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 40;

    private final DeadLetterList letters;
    private final Reprocessing reprocessing;

    DeadLettersResource(DeadLetterList letters, Reprocessing reprocessing) {
        this.letters = letters;
        this.reprocessing = reprocessing;
    }

    /**
     * What came of it.
     *
     * @param applied how many changes of the order were taken in
     * @param remaining how many of it are still parked
     * @param failure of the first that remains
     */
    record Outcome(
            int applied,
            int remaining,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String failure) {}

    @GetMapping
    ResponseEntity<Page<DeadLetterEntry>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        String projection = query.text("projection", LONGEST_NAME);
        var cursor = Cursor.of(request, query);
        long after = cursor.id(query, 0);
        query.throwIfInvalid();
        List<DeadLetterEntry> found = letters.after(after, projection, limit + 1).stream()
                .map(DeadLetterEntry::of)
                .toList();
        return Page.of(found, limit, last -> cursor.after(Long.toString(last.id())))
                .answer(request);
    }

    /** Tries the first parked change of an order again, and then those behind it as far as it goes. */
    @PostMapping("/{id}/retry")
    Outcome retry(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return outcome(id, reprocessing::retry);
    }

    /** Leaves the first parked change of an order out for good, and tries those behind it as far as it goes. */
    @PostMapping("/{id}/skip")
    Outcome skip(@PathVariable String id, HttpServletRequest request, Authentication operator) throws IOException {
        var json = JsonObject.parse(RequestBody.read(request, LONGEST_BODY));
        String reason = json.requiredString("reason", LONGEST_REASON);
        json.refuseUnknown();
        json.throwIfInvalid();
        QueryParameters.of(request).throwIfInvalid();
        return outcome(id, letter -> reprocessing.skip(letter, operator.getName(), reason));
    }

    private static Outcome outcome(String id, LongFunction<Reprocessed> step) {
        return switch (step.apply(Id.parse(id).orElseThrow(() -> unknown(id)))) {
            case Done done -> new Outcome(done.applied(), done.remaining(), done.failure());
            case Unknown unknown -> throw unknown(id);
            case Waits waits -> throw waits(id, waits);
            case OtherVersion other -> throw otherVersion(other);
        };
    }

    private static ProblemException unknown(String id) {
        return new Problem(
                        "dead-letter-unknown",
                        "There is no such dead letter",
                        HttpStatus.NOT_FOUND,
                        "There is no dead letter " + Quoted.of(id)
                                + ", or no longer; GET /v1/admin/dead-letters lists those that there are.")
                .exception();
    }

    private static ProblemException waits(String id, Waits waits) {
        return new Problem(
                        "dead-letter-waits",
                        "An earlier change of the order comes first",
                        HttpStatus.CONFLICT,
                        "Dead letter %s is version %d of order %s and waits for version %d: deal with dead letter %d first."
                                .formatted(id, waits.version(), waits.orderId(), waits.firstVersion(), waits.first()),
                        Map.of("orderId", waits.orderId(), "first", waits.first()))
                .exception();
    }

    private static ProblemException otherVersion(OtherVersion other) {
        return new Problem(
                        "projection-outdated",
                        "The projection was made by other code",
                        HttpStatus.CONFLICT,
                        ("What readers see of projection %s was made by version %d of its rules, and this node has"
                                        + " version %d: the dead letters go with it when the new one is promoted.")
                                .formatted(other.projection(), other.made(), other.here()))
                .exception();
    }
}
