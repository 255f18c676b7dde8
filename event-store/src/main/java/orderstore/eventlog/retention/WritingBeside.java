package orderstore.eventlog.retention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveWriter;
import orderstore.eventlog.archive.OtherThread;

/**
 * Writes streams into an archive on a thread of its own, while the next ones are read. Two batches at most are in
 * memory. Not for concurrent use.
 */
final class WritingBeside implements AutoCloseable {

    private static final int EVENTS = 2_000;
    private static final long BYTES = 1024 * 1024;

    private final ArchiveWriter to;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("archive").factory());
    private List<Whole> batch = new ArrayList<>();
    private int events;
    private long bytes;
    private Future<?> before = CompletableFuture.completedFuture(null);

    WritingBeside(ArchiveWriter to) {
        this.to = to;
    }

    private record Whole(List<StoredEvent> events, String hash) {}

    /** Of so many bytes, about. */
    void add(List<StoredEvent> stream, String hash, long length) throws IOException {
        batch.add(new Whole(stream, hash));
        events += stream.size();
        bytes += length;
        if (events >= EVENTS || bytes >= BYTES) {
            hand();
        }
    }

    private void hand() throws IOException {
        OtherThread.await(before);
        List<Whole> taken = batch;
        batch = new ArrayList<>();
        events = 0;
        bytes = 0;
        before = thread.submit(() -> {
            for (Whole stream : taken) {
                to.add(stream.events(), stream.hash());
            }
            return null;
        });
    }

    /** All that was added is written. */
    void end() throws IOException {
        hand();
        OtherThread.await(before);
    }

    /** Waits for the batch that is being written. */
    @Override
    public void close() {
        thread.close();
    }
}
