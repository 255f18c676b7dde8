package orderstore.api.openapi;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Holds what tests say over HTTP to the contract: every answer, and every request that the product took. */
public final class ContractCheck {

    /** Operations that tests add to the product. */
    private static final Pattern OF_TESTS = Pattern.compile("/trouble/.*|/v1/baseline/.*");

    private ContractCheck() {}

    /**
     * Gives the answer on.
     *
     * @throws AssertionError with everything that is not as the contract says
     */
    public static HttpResponse<String> check(HttpResponse<String> response) {
        HttpRequest request = response.request();
        String path = request.uri().getRawPath();
        if (OF_TESTS.matcher(path).matches() || request.method().equals("OPTIONS")) {
            return response;
        }
        var answer = new Answered(
                request.method(),
                path,
                response.statusCode(),
                response.headers().map(),
                response.body());
        List<String> errors = answer.errors();
        if (errors.isEmpty() && response.statusCode() / 100 == 2) {
            errors = new Asked(
                            request.method(),
                            path,
                            request.uri().getRawQuery(),
                            request.headers().map(),
                            SentBody.of(request))
                    .errors(response.body());
        }
        if (!errors.isEmpty()) {
            throw new AssertionError("Not as the contract says: %s\n%s %s %s\n%d %s\n%s"
                    .formatted(
                            String.join("\n  ", errors),
                            request.method(),
                            request.uri(),
                            SentBody.of(request),
                            response.statusCode(),
                            response.headers().map(),
                            response.body()));
        }
        return response;
    }

    /** Of an answer that goes on for ever, what has come: its head. */
    public static void checkHead(HttpResponse<?> response) {
        HttpRequest request = response.request();
        Map<String, List<String>> headers = response.headers().map();
        List<String> errors =
                new Answered(request.method(), request.uri().getRawPath(), response.statusCode(), headers, "").errors();
        if (response.statusCode() == 200 && !errors.isEmpty()) {
            throw new AssertionError("Not as the contract says: " + errors);
        }
    }

    /** One item of a stream. */
    public static void checkItem(String method, String path, String type, String json) {
        List<String> errors = new Answered(
                        method, path, 200, Map.of("content-type", Collections.singletonList(type)), json)
                .itemErrors(json);
        if (!errors.isEmpty()) {
            throw new AssertionError("Not as the contract says: " + errors + "\n" + json);
        }
    }
}
