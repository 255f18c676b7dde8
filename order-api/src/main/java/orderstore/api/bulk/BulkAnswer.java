package orderstore.api.bulk;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import orderstore.api.bulk.BulkResult.Counts;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** The answer to an upload as it grows: a line for each line, then the summary. */
final class BulkAnswer {

    private static final int USUAL_LENGTH = 160;

    private final HttpServletResponse response;
    private final OutputStream output;
    private final JsonMapper json;
    private final String traceId;
    private Counts counts = Counts.NONE;

    BulkAnswer(HttpServletResponse response, JsonMapper json, String traceId) throws IOException {
        this.response = response;
        this.output = response.getOutputStream();
        this.json = json;
        this.traceId = traceId;
    }

    /** Sends results at once. */
    void write(List<BulkResult> results) throws IOException {
        if (results.isEmpty()) {
            return;
        }
        var lines = new ByteArrayOutputStream(results.size() * USUAL_LENGTH);
        try (SequenceWriter writer = json.writer().withRootValueSeparator("\n").writeValues(lines)) {
            for (BulkResult result : results) {
                writer.write(result.within(traceId));
                counts = counts.plus(result);
            }
        }
        lines.write('\n');
        lines.writeTo(output);
        response.flushBuffer();
    }

    /** Ends it with the summary, which says that the upload was read to its end. */
    void end() throws IOException {
        output.write(json.writeValueAsBytes(new BulkResult.Summary(counts)));
        output.write('\n');
    }
}
