package orderstore.api.problem;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers for Tomcat itself: what it refuses before any filter is asked is a problem like all others. */
final class ProblemValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var isOpen = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, isOpen);
        if (isOpen.get()) {
            write(request, response);
        }
    }

    private static void write(Request request, Response response) {
        var status = HttpStatus.resolve(response.getStatus());
        var bytes = ProblemWriter.json(problem(status == null ? HttpStatus.BAD_REQUEST : status), request);
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            if (status == HttpStatus.EXPECTATION_FAILED) {
                response.setHeader(HttpHeaders.CONNECTION, "close"); // As Tomcat does then, without telling it.
            }
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
            response.finishResponse();
        } catch (IOException gone) {
            log.debug("The client went before it was told {}", response.getStatus(), gone);
        }
    }

    private static Problem problem(HttpStatus status) {
        return StatusProblem.of(
                status,
                switch (status) {
                    case BAD_REQUEST ->
                        "is not HTTP/1.1 as it is accepted here: look at the request line (no raw spaces or other"
                                + " characters that a URI cannot have, no %2F, %5C or %00), at Host and at the framing of the body";
                    case NOT_FOUND -> "There is nothing here.";
                    case METHOD_NOT_ALLOWED -> "This method is not possible for anything here.";
                    case REQUEST_TIMEOUT -> "The rest of the request did not arrive in time.";
                    case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The request line and headers are longer than is allowed.";
                    case EXPECTATION_FAILED -> "What Expect asks for is not known here; allowed is 100-continue.";
                    case HTTP_VERSION_NOT_SUPPORTED ->
                        "The request is in a version of HTTP that is not spoken here; allowed is HTTP/1.1.";
                    case NOT_IMPLEMENTED -> "The Transfer-Encoding is not known here; allowed is chunked.";
                    default -> "The server could not answer this request: " + status.getReasonPhrase() + ".";
                });
    }
}
