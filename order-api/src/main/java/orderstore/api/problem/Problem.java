package orderstore.api.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Why a request was not answered as asked, in the shape of RFC 9457.
 *
 * @param name the stable last part of the type, for example {@code order-unknown}
 * @param title what this type of problem is called, the same for each of its kind
 * @param detail one sentence for a person: what was asked, what is so, what would be allowed, with values
 * @param members what a program may want to know, in the order in which it is shown
 */
public record Problem(String name, String title, HttpStatusCode status, String detail, Map<String, Object> members) {
    private static final int TOLD = 3;
    private static final Set<String> RESERVED = Set.of("type", "title", "status", "detail", "instance", "traceId");

    /** The members of RFC 9457 have their own meaning. */
    public Problem {
        if (!Collections.disjoint(members.keySet(), RESERVED)) {
            throw new IllegalArgumentException("A problem's own members must not be " + RESERVED + ": " + members);
        }
    }

    public Problem(String name, String title, HttpStatusCode status, String detail) {
        this(name, title, status, detail, Map.of());
    }

    /** The request itself is at fault; {@code errors} are all of its errors, at least one. */
    public static Problem invalidRequest(List<InvalidMember> errors) {
        return new Problem(
                "invalid-request",
                "The request is not valid",
                HttpStatus.BAD_REQUEST,
                sentence(errors),
                Map.of("errors", List.copyOf(errors)));
    }

    public static Problem invalidRequest(String pointer, String detail) {
        return invalidRequest(List.of(new InvalidMember(pointer, detail)));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    public String type() {
        return "/problems/" + name;
    }

    /** What is sent, but for the trace id; also for a problem that is a part of a larger answer. */
    public Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type());
        body.put("title", title);
        body.put("status", status.value());
        body.put("detail", detail);
        body.putAll(members);
        return body;
    }

    private static String sentence(List<InvalidMember> errors) {
        var told = errors.stream()
                .limit(TOLD)
                .map(error -> (error.pointer().isEmpty() ? "What was sent" : error.pointer()) + " " + error.detail())
                .collect(Collectors.joining("; "));
        int more = errors.size() - TOLD;
        return told + (more > 0 ? "; and " + more + " more, see errors." : ".");
    }
}
