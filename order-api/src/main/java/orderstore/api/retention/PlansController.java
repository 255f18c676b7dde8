package orderstore.api.retention;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import orderstore.api.json.JsonObject;
import orderstore.api.json.RequestBody;
import orderstore.api.page.Id;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import orderstore.eventlog.retention.PlanStaleException;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.PurgeRefusedException;
import orderstore.eventlog.retention.RetentionPlan;
import orderstore.eventlog.retention.RetentionPlans;
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

/** What would be purged, and purging it. */
@RestController
@RequestMapping(path = "/v1/admin/retention-plans", produces = MediaType.APPLICATION_JSON_VALUE)
class PlansController {

    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_DURATION = 40;
    private static final Set<String> BEHIND = Set.of("accept", "refuse");

    private final RetentionSettings settings;
    private final RetentionRun run;
    private final RetentionPlans plans;
    private final Purge purge;

    PlansController(RetentionSettings settings, RetentionRun run, RetentionPlans plans, Purge purge) {
        this.settings = settings;
        this.run = run;
        this.plans = plans;
        this.purge = purge;
    }

    /** Makes a plan. Nothing is purged by that. */
    @PostMapping
    ResponseEntity<PlanView> make(HttpServletRequest request, Authentication operator) throws IOException {
        QueryParameters.of(request).throwIfInvalid();
        byte[] body = RequestBody.read(request, LONGEST_BODY);
        Duration olderThan = body.length == 0 ? null : olderThan(JsonObject.parse(body));
        RetentionPlan plan = run.plan(olderThan, operator.getName());
        return ResponseEntity.created(URI.create("/v1/admin/retention-plans/" + plan.id()))
                .body(PlanView.of(plan, purge.behind(plan)));
    }

    private @Nullable Duration olderThan(JsonObject json) {
        String text = json.optionalString("olderThan", LONGEST_DURATION);
        Duration olderThan = text == null ? null : IsoDuration.parse(text);
        if (text != null
                && (olderThan == null
                        || olderThan.compareTo(settings.floor()) < 0
                        || olderThan.compareTo(RetentionSettings.LONGEST) > 0)) {
            json.refuse(
                    "olderThan",
                    "is " + Quoted.of(text) + "; allowed is a duration from " + IsoDuration.text(settings.floor())
                            + ", the floor, to " + IsoDuration.text(RetentionSettings.LONGEST));
        }
        json.refuseUnknown();
        json.throwIfInvalid();
        return olderThan;
    }

    @GetMapping("/{id}")
    PlanView one(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        RetentionPlan plan = find(id);
        return PlanView.of(plan, purge.behind(plan));
    }

    /**
     * Purges what the plan says, and answers when it is done. Repeated, it answers the same receipt; one that was
     * interrupted is finished. {@code ?behind=accept} purges also what a read model has not taken in.
     */
    @PostMapping("/{id}/execution")
    ReceiptView execute(@PathVariable String id, HttpServletRequest request, Authentication operator) {
        var query = QueryParameters.of(request);
        boolean evenIfBehind = query.oneOf("behind", BEHIND, "refuse").equals("accept");
        query.throwIfInvalid();
        RetentionPlan plan = find(id);
        try {
            return ReceiptView.of(run.execute(plan.id(), operator.getName(), evenIfBehind));
        } catch (PlanStaleException e) {
            throw new Problem(
                            "plan-stale",
                            "What the plan would purge has changed",
                            HttpStatus.PRECONDITION_FAILED,
                            e.getMessage() + " Make another plan.",
                            Map.of("plan", id))
                    .exception();
        } catch (PurgeRefusedException e) {
            throw refused(e).exception();
        }
    }

    private static Problem refused(PurgeRefusedException e) {
        return switch (e.reason()) {
            case PURGE_RUNNING -> conflict("purge-running", "A purge is under way", String.valueOf(e.getMessage()));
            case BEING_READ ->
                conflict("rebuild-running", "A read model is being made anew", String.valueOf(e.getMessage()));
            case BEHIND ->
                conflict(
                        "projection-behind",
                        "A read model has not taken in yet what would go",
                        e.getMessage() + " Wait, or purge all the same with behind=accept.");
        };
    }

    private static Problem conflict(String name, String title, String detail) {
        return new Problem(name, title, HttpStatus.CONFLICT, detail);
    }

    private RetentionPlan find(String id) {
        return Id.parse(id)
                .flatMap(plans::find)
                .orElseThrow(() -> new Problem(
                                "plan-unknown",
                                "There is no such plan",
                                HttpStatus.NOT_FOUND,
                                "There is no retention plan " + Quoted.of(id)
                                        + "; POST /v1/admin/retention-plans makes one.")
                        .exception());
    }
}
