package orderstore.api.operations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import orderstore.api.operations.OperationClaims.Ended;
import orderstore.api.operations.OperationClaims.Left;
import orderstore.api.operations.OperationClaims.Standing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Does what is queued, on this node. It is woken by what is accepted here, and knows from its last look when the next
 * that must be tried again is due; what other nodes left it finds when it looks, which it does seldom.
 *
 * <p>Changes are done many at a time, those of one order one after the other, and share a COMMIT in the log. An upload
 * is done beside them.
 */
@Component
class OperationWorker implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(OperationWorker.class);

    private static final int CHANGES = 100;
    private static final int UPLOADS = 1;

    /** For so long an operation is a node's; longer than any change takes. */
    static final Duration CLAIM = Duration.ofSeconds(30);

    private static final int BETWEEN_KEEPS = 8; // s
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OperationClaims claims;
    private final OperationRun run;
    private final OperationParts parts;
    private final OperationWaiters waiters;
    private final OperationMetrics metrics;
    private final Duration pollInterval;

    private final UUID node = UUID.randomUUID();
    private final Set<UUID> taken = ConcurrentHashMap.newKeySet();
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean uploading;
    private volatile boolean running;
    private volatile @Nullable Thread worker;

    OperationWorker(
            OperationClaims claims,
            OperationRun run,
            OperationParts parts,
            OperationWaiters waiters,
            OperationMetrics metrics,
            OperationSettings settings) {
        this.claims = claims;
        this.run = run;
        this.parts = parts;
        this.waiters = waiters;
        this.metrics = metrics;
        this.pollInterval = settings.pollInterval();
    }

    /** There may be something to do now. */
    void wake() {
        woken.release();
    }

    private void workUntilStopped() {
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            while (running) {
                Duration pause = AFTER_FAILURE;
                try {
                    pause = work(beside);
                } catch (RuntimeException e) {
                    LOGGER.warn("What is queued could not be looked at: {}", e.toString());
                }
                if (pause.isPositive() && woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOGGER.debug("The worker ends by stop() alone, not by an interrupt", e);
        }
    }

    /** Does what is due now; after how long to look again. */
    private Duration work(ExecutorService beside) throws InterruptedException {
        boolean uploads = !uploading;
        Standing standing =
                claims.standing(uploads ? EnumSet.allOf(OperationKind.class) : EnumSet.of(OperationKind.CHANGE));
        metrics.seen(standing);
        Duration until = standing.untilDue();
        if (until == null || until.compareTo(pollInterval) > 0) {
            return pollInterval;
        }
        if (until.isPositive()) {
            return until;
        }
        if (uploads) {
            for (Task upload : claim(OperationKind.UPLOAD, UPLOADS)) {
                uploading = true;
                beside.execute(() -> upload(upload));
            }
        }
        changes(claim(OperationKind.CHANGE, CHANGES), beside);
        return Duration.ZERO;
    }

    private List<Task> claim(OperationKind kind, int limit) {
        List<Task> claimed = claims.claim(node, kind, limit, CLAIM, () -> running);
        claimed.forEach(task -> taken.add(task.id()));
        return claimed;
    }

    private void upload(Task task) {
        try {
            OperationRun.Result result = run.of(OperationKind.UPLOAD, task);
            write(List.of(result));
            if (result.ended() != null) {
                parts.remove(task.id());
            }
        } catch (InterruptedException | RuntimeException e) {
            LOGGER.warn("Operation {} is left to be gone on with: {}", task.id(), e.toString());
        } finally {
            taken.remove(task.id());
            uploading = false;
            wake();
        }
    }

    private void changes(List<Task> claimed, ExecutorService beside) throws InterruptedException {
        var lanes = new LinkedHashMap<String, List<Task>>();
        for (Task task : claimed) {
            String order = task.change() == null ? "" : task.change().orderId();
            lanes.computeIfAbsent(order, id -> new ArrayList<>()).add(task);
        }
        try {
            var results = new ArrayList<OperationRun.Result>();
            for (Future<List<OperationRun.Result>> lane : lanes.values().stream()
                    .map(lane -> beside.submit(() -> lane(lane)))
                    .toList()) {
                results.addAll(lane.get());
            }
            write(results);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // They are tried again when their claims are over.
        } finally {
            claimed.forEach(task -> taken.remove(task.id()));
        }
    }

    /** Changes of one order. Those behind one that is to be tried again wait for it. */
    private List<OperationRun.Result> lane(List<Task> tasks) throws InterruptedException {
        var results = new ArrayList<OperationRun.Result>();
        boolean goesOn = true;
        for (Task task : tasks) {
            OperationRun.Result result = goesOn && running
                    ? run.of(OperationKind.CHANGE, task)
                    : new OperationRun.Result(null, new Left(task.id(), Duration.ZERO, false));
            goesOn = result.ended() != null;
            results.add(result);
        }
        return results;
    }

    private void write(List<OperationRun.Result> results) {
        var ended = new ArrayList<Ended>();
        var left = new ArrayList<Left>();
        for (OperationRun.Result result : results) {
            if (result.ended() != null) {
                ended.add(result.ended());
            }
            if (result.left() != null) {
                left.add(result.left());
            }
        }
        if (!left.isEmpty()) {
            claims.leave(node, left);
        }
        if (!ended.isEmpty()) {
            claims.end(node, ended);
            waiters.ended(ended.stream().map(Ended::id).collect(Collectors.toSet()));
        }
    }

    /** What is being done here is not due for others. */
    @Scheduled(fixedDelay = BETWEEN_KEEPS, timeUnit = TimeUnit.SECONDS)
    void keep() {
        Collection<UUID> held = Set.copyOf(taken);
        if (!held.isEmpty()) {
            try {
                claims.keep(node, held, CLAIM);
            } catch (RuntimeException e) {
                LOGGER.warn("{} operations may become another node's: {}", held.size(), e.toString());
            }
        }
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            var thread = new Thread(this::workUntilStopped, "operations");
            thread.setDaemon(true);
            worker = thread;
            thread.start();
        }
    }

    /** Ends what was begun and leaves the rest to others, and lets nobody wait any longer. */
    @Override
    public synchronized void stop() {
        running = false;
        wake();
        waiters.release();
        Thread thread = worker;
        try {
            if (thread != null && !thread.join(PATIENCE)) {
                LOGGER.warn("What is being done is not done after {}; another node will go on with it", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
