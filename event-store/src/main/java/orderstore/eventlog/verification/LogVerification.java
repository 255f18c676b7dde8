package orderstore.eventlog.verification;

import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.sql.DataSource;
import orderstore.eventlog.verification.PartReader.Extent;
import orderstore.eventlog.verification.PartReader.Part;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the log: part by part, several at a time, each as it is at one moment. Each stream is whole in a part, so that
 * appends and purges may go on meanwhile. Memory does not grow with the log.
 */
public final class LogVerification {

    private static final int PART = 10_000;

    private final PartReader log;
    private final int workers;
    private final int part;

    /**
     * @param states checks what one head keeps, each time another
     * @param workers how many parts are read at once, each on a connection of its own; another looks ahead
     */
    public LogVerification(DataSource database, Supplier<StateCheck> states, int workers) {
        this(database, states, workers, PART);
    }

    /** @param part about how many events are read in one transaction */
    LogVerification(DataSource database, Supplier<StateCheck> states, int workers, int part) {
        this.log = new PartReader(database, states);
        this.workers = workers;
        this.part = part;
    }

    /** Is told how far a verification is; what it throws ends it. */
    public interface Progress {

        /** Nobody wants to know. */
        Progress NONE = new Progress() {
            @Override
            public void begun(long through, long events) {}

            @Override
            public void at(long streams, long events, long brokenStreams) {}
        };

        /**
         * Called once, before anything is looked at.
         *
         * @param events about how many there are
         */
        void begun(long through, long events);

        /** Called after each part. */
        void at(long streams, long events, long brokenStreams);
    }

    /**
     * Looks at one stream.
     *
     * @return empty if there is neither a head nor an event of it
     * @throws orderstore.eventlog.LogUnavailableException if the database cannot be read
     */
    public Optional<Verified> one(String stream) {
        Findings found = log.events(stream, Long.MAX_VALUE);
        List<Broken> broken = found.streams > 0 ? found.broken : log.headWithoutEvents(stream);
        if (found.streams == 0 && broken.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Verified(Long.MAX_VALUE, 1, found.events, broken.isEmpty() ? 0 : 1, broken, null, List.of(), null));
    }

    /**
     * Looks at all there is.
     *
     * @param through the position that the digests are about; null: as far as the log goes now
     * @throws orderstore.eventlog.LogUnavailableException if the database cannot be read
     * @throws IllegalArgumentException if the log does not go as far; the message says how far it goes
     */
    public Verified all(@Nullable Long through, Progress progress) throws InterruptedException {
        Extent before = log.extent();
        long last = through == null ? before.position() : through;
        if (last > before.position()) {
            throw new IllegalArgumentException("the log goes as far as position " + before.position());
        }
        progress.begun(last, before.events());
        var run = new Run(last, progress);
        try (ExecutorService threads = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("verification-", 0).daemon().factory())) {
            try {
                for (LocalDate month : log.months()) {
                    run.month(threads, month);
                }
                run.heads(threads);
            } finally {
                threads.shutdownNow();
            }
        }
        boolean countable = through == null && log.extent().purged() == before.purged();
        return run.verified(countable ? before.events() : null);
    }

    /** One pass over everything. */
    private final class Run {

        private final long through;
        private final Progress progress;
        private final Map<String, Broken> broken = new LinkedHashMap<>();
        private final List<Verified.Month> months = new ArrayList<>();
        private final MessageDigest digest = StreamCheck.sha256();
        private long streams;
        private long events;
        private long eventsThrough;
        private long brokenStreams;

        Run(long through, Progress progress) {
            this.through = through;
            this.progress = progress;
        }

        void month(ExecutorService threads, LocalDate month) throws InterruptedException {
            MessageDigest ofMonth = StreamCheck.sha256();
            long streamsBefore = 0;
            long eventsBefore = 0;
            Deque<Future<Findings>> inFlight = new ArrayDeque<>();
            Part rest = log.of(month);
            while (rest != null || !inFlight.isEmpty()) {
                if (rest != null && inFlight.size() <= workers) {
                    Part next = log.beginning(rest, part);
                    inFlight.add(threads.submit(() -> log.events(next, through)));
                    rest = rest.behind(next);
                } else {
                    Findings found = get(inFlight.remove());
                    ofMonth.update(found.hashes.toByteArray());
                    streamsBefore += found.streamsThrough;
                    eventsBefore += found.eventsThrough;
                    add(found);
                }
            }
            if (streamsBefore > 0) {
                byte[] hash = ofMonth.digest();
                digest.update(hash);
                months.add(new Verified.Month(
                        month, streamsBefore, eventsBefore, HexFormat.of().formatHex(hash)));
            }
            eventsThrough += eventsBefore;
        }

        /** What has no event is in none of the months. */
        void heads(ExecutorService threads) throws InterruptedException {
            Deque<Future<List<Broken>>> inFlight = new ArrayDeque<>();
            Part rest = log.ofHeads();
            while (rest != null || !inFlight.isEmpty()) {
                if (rest != null && inFlight.size() <= workers) {
                    Part next = log.beginningOfHeads(rest, part);
                    inFlight.add(threads.submit(() -> log.headsWithoutEvents(next)));
                    rest = rest.behind(next);
                } else {
                    var found = new Findings();
                    get(inFlight.remove()).forEach(found::broken);
                    add(found);
                }
            }
        }

        private void add(Findings found) {
            streams += found.streams;
            events += found.events;
            brokenStreams += found.brokenStreams;
            for (Broken one : found.broken) {
                // A stream whose events lie in two months is found in both.
                if (broken.containsKey(one.stream())) {
                    brokenStreams--;
                    broken.merge(one.stream(), one, (a, b) -> a.version() <= b.version() ? a : b);
                } else if (broken.size() < Findings.TOLD) {
                    broken.put(one.stream(), one);
                }
            }
            progress.at(streams, events, brokenStreams);
        }

        private static <T> T get(Future<T> part) throws InterruptedException {
            try {
                return part.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
        }

        Verified verified(@Nullable Long expected) {
            return new Verified(
                    through,
                    streams,
                    events,
                    brokenStreams,
                    List.copyOf(broken.values()),
                    expected == null ? null : expected - eventsThrough,
                    months,
                    HexFormat.of().formatHex(digest.digest()));
        }
    }
}
