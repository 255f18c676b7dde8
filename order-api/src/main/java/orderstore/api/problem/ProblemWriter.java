package orderstore.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import orderstore.api.trace.TraceContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Puts a problem on the wire, whatever the client said it would accept: there is no better answer to give. */
final class ProblemWriter {
    /** Under it a request knows the problem that was answered to it. */
    static final String ATTRIBUTE = ProblemWriter.class.getName();

    /** What an answer says of itself that was begun and is not given. */
    private static final List<String> OF_THE_OTHER =
            List.of(HttpHeaders.ETAG, HttpHeaders.LINK, HttpHeaders.LOCATION, "Content-Security-Policy");

    private ProblemWriter() {}

    static void write(ProblemException answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var bytes = json(answer.problem(), request);
        request.setAttribute(ATTRIBUTE, answer.problem());
        response.resetBuffer();
        OF_THE_OTHER.forEach(name -> response.setHeader(name, null));
        response.setStatus(answer.problem().status().value());
        answer.headers().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    static byte[] json(Problem problem, HttpServletRequest request) {
        var body = problem.body();
        body.put("traceId", TraceContext.of(request).traceId());
        return JsonMapper.shared().writeValueAsBytes(body);
    }
}
