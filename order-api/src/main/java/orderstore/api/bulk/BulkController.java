package orderstore.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import orderstore.api.archive.Imports;
import orderstore.api.audit.AuditLog;
import orderstore.api.json.RequestBody;
import orderstore.api.operations.Operations;
import orderstore.api.operations.Origin;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.Caller;
import orderstore.api.page.QueryParameters;
import orderstore.api.prefer.Preferences;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.trace.TraceContext;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.AppendOutcomeUnknownException;
import orderstore.eventlog.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes changes as NDJSON, one a line, and answers with a line for each. What has arrived is appended at once,
 * so that a client may wait for an answer before it sends more. Two batches are on their way while the next one is read
 * and the results before them are sent, so memory holds four at most; beyond that the client waits.
 */
@RestController
class BulkController {

    static final String NDJSON = "application/x-ndjson";
    static final String PATH = "/v1/status-changes";

    private static final Logger LOGGER = LoggerFactory.getLogger(BulkController.class);
    private static final String RETRY_AFTER = "1";

    /** So many batches of all uploads are appended at once, so that uploads leave room for others. */
    private static final int TURNS = 4;

    private final BatchCommands commands;
    private final Imports imports;
    private final InstantSource clock;
    private final JsonMapper json;
    private final AuditLog audit;
    private final Operations operations;
    private final BatchTurns turns;

    BulkController(
            BatchCommands commands,
            Imports imports,
            InstantSource clock,
            JsonMapper json,
            AuditLog audit,
            Operations operations,
            AppendLimits limits) {
        this.commands = commands;
        this.imports = imports;
        this.clock = clock;
        this.json = json;
        this.audit = audit;
        this.operations = operations;
        this.turns = new BatchTurns(TURNS, limits.deadline());
    }

    /** A line's result is sent when it is durable; without the summary at the end the upload did not finish. */
    @PostMapping(path = PATH, consumes = NDJSON, produces = NDJSON)
    void append(HttpServletRequest request, HttpServletResponse response, Authentication caller)
            throws IOException, InterruptedException, HttpMediaTypeNotSupportedException {
        RequestBody.refuseCompression(request);
        refuseCharset(request);
        QueryParameters.of(request).throwIfInvalid();
        if (Preferences.respondAsync(request)) {
            accept(request, response, caller);
            return;
        }
        var lines = new BulkLines(new LineReader(ArrivedBytes.of(request), BulkLine.MAX_BYTES), clock);
        var batch = new BulkBatch(
                commands,
                imports,
                Caller.of(caller, request),
                turns,
                AuditedCorrections.of(audit, caller.getName(), request));
        response.setContentType(NDJSON);
        var answer = new BulkAnswer(response, json, TraceContext.of(request).traceId());
        try (var inFlight = new BatchesInFlight(batch::append);
                batch) { // Closed first: an upload that has failed waits only for what is being appended.
            List<BulkLine> read = lines.next();
            while (!read.isEmpty() || !inFlight.isEmpty()) {
                if (!read.isEmpty() && inFlight.begin(read)) {
                    lines.taken(read);
                } else {
                    answer.write(await(inFlight.remove()));
                }
                // Waits for the client only when nothing is being appended, so that an outage is told at once.
                read = inFlight.isEmpty() ? lines.next() : lines.arrived();
            }
        }
        answer.end();
    }

    /** When all of it has arrived and is kept, the answer is one line: the operation. */
    private void accept(HttpServletRequest request, HttpServletResponse response, Authentication caller)
            throws IOException {
        UUID operation =
                operations.accept(Origin.of(caller, request), request.getInputStream(), request.getContentLengthLong());
        response.setStatus(HttpStatus.ACCEPTED.value());
        response.setContentType(NDJSON);
        Operations.accepted(operation).forEach((name, values) -> response.setHeader(name, values.getFirst()));
        response.getOutputStream().write(json.writeValueAsBytes(Operations.queued(operation)));
        response.getOutputStream().write('\n');
    }

    private static void refuseCharset(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        MediaType sent = MediaType.parseMediaType(request.getContentType());
        if (sent.getCharset() != null && !sent.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new HttpMediaTypeNotSupportedException(sent, List.of(MediaType.parseMediaType(NDJSON)));
        }
    }

    private static List<BulkResult> await(BatchesInFlight.Batch batch) throws InterruptedException {
        try {
            return batch.results().get();
        } catch (ExecutionException e) {
            throw switch (Objects.requireNonNull(e.getCause())) {
                case LogUnavailableException down -> unavailable(down, batch.lines());
                case AppendOutcomeUnknownException unknown -> unavailable(unknown, batch.lines());
                case RuntimeException other -> other;
                default -> new IllegalStateException(e);
            };
        }
    }

    private static ProblemException unavailable(RuntimeException e, List<BulkLine> lines) {
        LOGGER.warn(
                "An upload ended at one of the lines {} to {}: {}",
                lines.getFirst().number(),
                lines.getLast().number(),
                e.toString());
        return new ProblemException(
                new Problem(
                        "unavailable",
                        "This cannot be done right now",
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The log could not take a line between "
                                + lines.getFirst().number() + " and "
                                + lines.getLast().number() + ", and the upload ends there. Send it all again after "
                                + RETRY_AFTER + " s: lines that were appended are replayed, nothing is doubled."),
                retryAfter());
    }

    private static HttpHeaders retryAfter() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        return headers;
    }
}
