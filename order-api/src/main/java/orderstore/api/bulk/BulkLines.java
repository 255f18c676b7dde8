package orderstore.api.bulk;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of an upload, numbered, in batches that memory can hold. */
final class BulkLines {

    private static final int MAX_LINES = 1_000;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    /** An imported order waits for its last line until it is so large. */
    private static final int MAX_ORDER_BYTES = 48 * 1024 * 1024;

    private final LineReader lines;
    private final InstantSource clock;
    private List<BulkLine> read = new ArrayList<>();
    private int bytes;
    /** So many lines at the end are of an imported order of which more must come: it is taken as a whole. */
    private int open;

    /** So many lines at the beginning are of one kind, changes or imports: the others wait until those are done. */
    private int alike;

    private @Nullable Class<?> kind;
    private boolean ended;
    private long last;

    BulkLines(LineReader lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /** The next batch as {@link #arrived()}, but waits for a line if there is none; nothing only at the end. */
    List<BulkLine> next() throws IOException {
        List<BulkLine> batch = read.isEmpty() ? List.of() : arrived();
        while (batch.isEmpty() && !ended) {
            LineReader.Line first = lines.next();
            if (first == null) {
                ended = true;
            } else {
                add(first);
            }
            batch = arrived();
        }
        return batch;
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
        int end = Math.min(alike, isFull() ? beforeLastOrder() : read.size());
        return List.copyOf(read.subList(0, mustBeTaken() ? end : Math.min(end, read.size() - open)));
    }

    /** The batch that was given last is on its way. */
    void taken(List<BulkLine> batch) {
        read = new ArrayList<>(read.subList(batch.size(), read.size()));
        bytes = read.stream().mapToInt(BulkLine::bytes).sum();
        open = Math.min(open, read.size());
        alike = 0;
        kind = null;
        for (int i = 0; i < read.size() && alike == i; i++) {
            count(read.get(i));
        }
    }

    /** Of the next line, whether it goes with those that are alike; a line that was refused goes with any. */
    private void count(BulkLine line) {
        boolean isRefused = line instanceof BulkLine.Refused;
        if (isRefused || kind == null || kind == line.getClass()) {
            alike++;
            kind = isRefused ? kind : line.getClass();
        }
    }

    private boolean isFull() {
        boolean full = read.size() >= MAX_LINES || bytes >= MAX_BATCH_BYTES;
        return full && (open < read.size() || mustBeTaken());
    }

    /** Whether there is no more waiting for the rest of an imported order. */
    private boolean mustBeTaken() {
        return ended || bytes >= MAX_ORDER_BYTES;
    }

    /**
     * Where a full batch is cut, so that the next one need not wait for it if the upload goes order by order: before
     * the last order's lines, of which there may be more.
     */
    private int beforeLastOrder() {
        String order = order(read.getLast());
        int end = read.size();
        while (order != null && end > 0 && order.equals(order(read.get(end - 1)))) {
            end--;
        }
        return end == 0 ? read.size() : end;
    }

    private static @Nullable String order(BulkLine line) {
        return switch (line) {
            case BulkLine.Change change -> change.orderId().value();
            case BulkLine.Imported imported -> imported.change().event().stream();
            case BulkLine.Refused refused -> null;
        };
    }

    private void add(LineReader.Line line) {
        last++;
        bytes += line.bytes().length;
        BulkLine added = BulkLine.read(last, line, clock.instant());
        if (alike == read.size()) {
            count(added);
        }
        read.add(added);
        open = added instanceof BulkLine.Imported imported && imported.isOpen() ? open + 1 : 0;
    }
}
