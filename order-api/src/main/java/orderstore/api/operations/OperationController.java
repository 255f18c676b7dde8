package orderstore.api.operations;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import orderstore.api.operations.OperationRegister.Entry;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.problem.Quoted;
import orderstore.api.security.Role;
import orderstore.api.trace.TraceContext;
import orderstore.api.waiting.WaitingRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What became of what was to be done later, for the key that asked for it, and for operators. */
@RestController
class OperationController {

    private static final String RETRY_AFTER = "1";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final OperationRegister register;
    private final OperationWaiters waiters;
    private final WaitingRequests waiting;
    private final OperationRun works;
    private final JsonMapper json;

    OperationController(
            OperationRegister register,
            OperationWaiters waiters,
            WaitingRequests waiting,
            OperationRun works,
            JsonMapper json) {
        this.register = register;
        this.waiters = waiters;
        this.waiting = waiting;
        this.works = works;
        this.json = json;
    }

    /** How it is now, or, if the client would wait, as soon as it has ended. */
    @GetMapping(path = "/v1/operations/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<OperationView> operation(
            @PathVariable String id, HttpServletRequest request, HttpServletResponse response, Authentication caller)
            throws InterruptedException {
        QueryParameters.of(request).throwIfInvalid();
        Entry entry = find(id, caller);
        boolean hasWaited = WaitingRequests.hasWaited(request);
        Optional<Duration> wait = Preferences.of(request)
                .longPoll()
                .filter(asked -> hasWaited || (HttpMethod.GET.matches(request.getMethod()) && !entry.hasEnded()));
        if (!hasWaited && wait.filter(Duration::isPositive).isPresent()) {
            return waiting.await(request, response, waiters.of(entry.id(), wait.get()))
                    ? operation(id, request, response, caller)
                    : null;
        }
        wait.ifPresent(applied -> Preferences.waited(response, applied));
        var answer = ResponseEntity.ok();
        return (entry.hasEnded() ? answer : answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER))
                .body(view(entry, TraceContext.of(request).traceId()));
    }

    private Entry find(String id, Authentication caller) {
        return Optional.of(id)
                .filter(text -> ID.matcher(text).matches())
                .flatMap(text -> register.find(UUID.fromString(text)))
                .filter(entry -> entry.actor().equals(caller.getName()) || Role.OPERATOR.isHeldBy(caller))
                .orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return new Problem(
                        "operation-unknown",
                        "There is no such operation",
                        HttpStatus.NOT_FOUND,
                        "There is no operation " + Quoted.of(id)
                                + "; what came of one is kept for a while, and told to the key that asked for it.")
                .exception();
    }

    private OperationView view(Entry entry, String traceId) {
        String id = entry.id().toString();
        if (entry.state().equals(Entry.DONE)) {
            Work.Shown shown = works.work(entry.kind())
                    .show(entry.id(), entry.orderId(), Objects.requireNonNullElse(entry.progress(), "{}"));
            if (shown.problem() == null) {
                return new OperationView(id, entry.state(), shown.result(), null);
            }
            var problem = new LinkedHashMap<>(shown.problem().body());
            problem.put("traceId", traceId);
            return new OperationView(id, Entry.FAILED, null, problem);
        }
        return new OperationView(
                id, entry.state(), null, entry.problem() == null ? null : json.readTree(entry.problem()));
    }
}
