package orderstore.api.bulk;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The lines of an upload, numbered, in batches that memory can hold. */
final class BulkLines {

    private static final int MAX_LINES = 1_000;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final LineReader lines;
    private final InstantSource clock;
    private long last;

    BulkLines(LineReader lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /** Waits for one line, and takes those along that have arrived with it; nothing only at the end. */
    List<BulkLine> next() throws IOException {
        var batch = new ArrayList<BulkLine>();
        LineReader.Line first = lines.next();
        if (first != null) {
            take(first, batch);
            takeArrived(first.bytes().length, batch);
        }
        return batch;
    }

    /** Takes the lines that have arrived, if any. */
    List<BulkLine> arrived() throws IOException {
        var batch = new ArrayList<BulkLine>();
        takeArrived(0, batch);
        return batch;
    }

    private void takeArrived(int size, List<BulkLine> batch) throws IOException {
        int bytes = size;
        while (batch.size() < MAX_LINES && bytes < MAX_BATCH_BYTES && lines.ready()) {
            LineReader.Line line = lines.next();
            if (line == null) {
                return;
            }
            bytes += line.bytes().length;
            take(line, batch);
        }
    }

    private void take(LineReader.Line line, List<BulkLine> batch) {
        last++;
        batch.add(BulkLine.read(last, line, clock.instant()));
    }
}
