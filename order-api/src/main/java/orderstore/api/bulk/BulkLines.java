package orderstore.api.bulk;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import orderstore.order.OrderId;
import org.jspecify.annotations.Nullable;

/** The lines of an upload, numbered, in batches that memory can hold. */
final class BulkLines {

    private static final int MAX_LINES = 1_000;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final LineReader lines;
    private final InstantSource clock;
    private List<BulkLine> read = new ArrayList<>();
    private int bytes;
    private long last;

    BulkLines(LineReader lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /** The next batch as {@link #arrived()}, but waits for a line if there is none; nothing only at the end. */
    List<BulkLine> next() throws IOException {
        if (read.isEmpty()) {
            LineReader.Line first = lines.next();
            if (first != null) {
                add(first);
            }
        }
        return arrived();
    }

    /** The next batch, as far as it has arrived; it is given again, and may grow, until it is {@link #taken}. */
    List<BulkLine> arrived() throws IOException {
        while (!isFull() && lines.ready()) {
            LineReader.Line line = lines.next();
            if (line == null) {
                break;
            }
            add(line);
        }
        return List.copyOf(isFull() ? read.subList(0, beforeLastOrder()) : read);
    }

    /** The batch that was given last is on its way. */
    void taken(List<BulkLine> batch) {
        read = new ArrayList<>(read.subList(batch.size(), read.size()));
        bytes = read.stream().mapToInt(BulkLine::bytes).sum();
    }

    private boolean isFull() {
        return read.size() >= MAX_LINES || bytes >= MAX_BATCH_BYTES;
    }

    /**
     * Where a full batch is cut, so that the next one need not wait for it if the upload goes order by order: before
     * the last order's lines, of which there may be more.
     */
    private int beforeLastOrder() {
        OrderId order = order(read.getLast());
        int end = read.size();
        while (order != null && end > 0 && order.equals(order(read.get(end - 1)))) {
            end--;
        }
        return end == 0 ? read.size() : end;
    }

    private static @Nullable OrderId order(BulkLine line) {
        return line instanceof BulkLine.Change change ? change.orderId() : null;
    }

    private void add(LineReader.Line line) {
        last++;
        bytes += line.bytes().length;
        read.add(BulkLine.read(last, line, clock.instant()));
    }
}
