package orderstore.eventlog.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lines and the events made of them, which a thread of its own makes while those before are looked at. A few batches are
 * in memory. Not for concurrent use.
 */
final class LinesAhead implements AutoCloseable {

    private static final int LINES = 1_000;
    private static final int BYTES = 1024 * 1024;

    private final LineStream content;
    private final ArchiveLines lines;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("archive-lines").factory());
    private long number;

    LinesAhead(LineStream content, ArchiveLines lines) {
        this.content = content;
        this.lines = lines;
    }

    /** Lines that come one after the other, and what they are; damage ends them. */
    private record Batch(
            List<byte[]> texts,
            List<ArchiveLines.Line> read,
            @Nullable ArchiveDamagedException damage) {}

    /** Hands over all lines, in their order. */
    void each(ArchiveReader.Taker taker) throws IOException, ArchiveDamagedException {
        Future<Batch> before = CompletableFuture.completedFuture(new Batch(List.of(), List.of(), null));
        List<byte[]> texts;
        do {
            texts = new ArrayList<>(LINES);
            try {
                read(texts);
            } catch (IOException | ArchiveDamagedException e) { // What is wrong with a line before is told first.
                hand(before, taker);
                hand(made(texts), taker);
                throw e;
            }
            Future<Batch> next = made(texts);
            hand(before, taker);
            before = next;
        } while (!texts.isEmpty());
    }

    /** As many lines as a batch has; none: there are no more. */
    private void read(List<byte[]> texts) throws IOException, ArchiveDamagedException {
        int bytes = 0;
        while (texts.size() < LINES && bytes < BYTES) {
            byte[] text = content.next();
            if (text == null) {
                break;
            }
            texts.add(text);
            bytes += text.length;
        }
    }

    private Future<Batch> made(List<byte[]> texts) {
        long first = number + 1;
        number += texts.size();
        return thread.submit(() -> batch(texts, first));
    }

    private Batch batch(List<byte[]> texts, long first) {
        var read = new ArrayList<ArchiveLines.Line>(texts.size());
        for (byte[] text : texts) {
            try {
                read.add(lines.read(text));
            } catch (IllegalArgumentException e) {
                return new Batch(
                        texts,
                        read,
                        new ArchiveDamagedException(
                                "Line " + (first + read.size()) + " is not one of an archive: " + e.getMessage()));
            }
        }
        return new Batch(texts, read, null);
    }

    private static void hand(Future<Batch> made, ArchiveReader.Taker taker)
            throws IOException, ArchiveDamagedException {
        Batch batch = OtherThread.await(made);
        for (int i = 0; i < batch.read.size(); i++) {
            taker.take(batch.texts.get(i), batch.read.get(i));
        }
        if (batch.damage != null) {
            throw batch.damage;
        }
    }

    /** Waits for the batch that is being made. */
    @Override
    public void close() throws IOException {
        thread.close();
        content.close();
    }
}
