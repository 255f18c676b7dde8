package orderstore.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import orderstore.api.bulk.BulkResult.Counts;
import orderstore.api.json.RequestBody;
import orderstore.api.order.BatchCommands;
import orderstore.api.order.Caller;
import orderstore.api.order.ChangeRequest;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.trace.TraceContext;
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
 * so that a client may wait for an answer before it sends more; memory holds one batch.
 */
@RestController
class BulkController {

    static final String NDJSON = "application/x-ndjson";

    private static final Logger LOGGER = LoggerFactory.getLogger(BulkController.class);
    private static final String RETRY_AFTER = "1";

    /** So many batches of all uploads are appended at once, so that uploads leave room for others. */
    private static final int TURNS = 4;

    private static final int MAX_LINES = 1_000;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final BatchCommands commands;
    private final InstantSource clock;
    private final JsonMapper json;
    private final Semaphore turns = new Semaphore(TURNS, true);

    BulkController(BatchCommands commands, InstantSource clock, JsonMapper json) {
        this.commands = commands;
        this.clock = clock;
        this.json = json;
    }

    /** A line's result is sent when it is durable; without the summary at the end the upload did not finish. */
    @PostMapping(path = "/v1/status-changes", consumes = NDJSON, produces = NDJSON)
    void append(HttpServletRequest request, HttpServletResponse response, Authentication caller)
            throws IOException, InterruptedException, HttpMediaTypeNotSupportedException {
        RequestBody.refuseCompression(request);
        refuseCharset(request);
        QueryParameters.of(request).throwIfInvalid();
        var lines = new LineReader(ArrivedBytes.of(request), ChangeRequest.MAX_BYTES);
        var batch = new BulkBatch(commands, Caller.of(caller, request), turns);
        response.setContentType(NDJSON);
        OutputStream output = response.getOutputStream();
        String trace = TraceContext.of(request).traceId();
        Counts counts = Counts.NONE;
        List<BulkLine> read = read(lines, counts.lines());
        while (!read.isEmpty()) {
            for (BulkResult result : append(batch, read)) {
                write(output, result.within(trace));
                counts = counts.plus(result);
            }
            response.flushBuffer();
            read = read(lines, counts.lines());
        }
        write(output, new BulkResult.Summary(counts));
    }

    private static void refuseCharset(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        MediaType sent = MediaType.parseMediaType(request.getContentType());
        if (sent.getCharset() != null && !sent.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new HttpMediaTypeNotSupportedException(sent, List.of(MediaType.parseMediaType(NDJSON)));
        }
    }

    private static List<BulkResult> append(BulkBatch batch, List<BulkLine> lines) throws InterruptedException {
        try {
            return batch.append(lines);
        } catch (LogUnavailableException | AppendOutcomeUnknownException e) {
            LOGGER.warn(
                    "An upload ended at one of the lines {} to {}: {}",
                    lines.getFirst().number(),
                    lines.getLast().number(),
                    e.toString());
            throw new ProblemException(
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
    }

    private static HttpHeaders retryAfter() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        return headers;
    }

    /** Waits for one line, and takes those along that have arrived with it. */
    private List<BulkLine> read(LineReader lines, long before) throws IOException {
        var batch = new ArrayList<BulkLine>();
        int bytes = 0;
        do {
            LineReader.Line line = lines.next();
            if (line == null) {
                break;
            }
            bytes += line.bytes().length;
            batch.add(BulkLine.read(before + batch.size() + 1, line, clock.instant()));
        } while (batch.size() < MAX_LINES && bytes < MAX_BATCH_BYTES && lines.ready());
        return batch;
    }

    private void write(OutputStream output, Object line) throws IOException {
        output.write(json.writeValueAsBytes(line));
        output.write('\n');
    }
}
