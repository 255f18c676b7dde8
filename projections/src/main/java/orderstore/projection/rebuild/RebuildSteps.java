package orderstore.projection.rebuild;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import orderstore.projection.rebuild.Rebuild.Step;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a rebuild does on its way, one step after the other; each locks the rebuild, but for the reading of ranges. */
final class RebuildSteps implements AutoCloseable {

    /** So near to the end of the log the new generation is compared. */
    private static final long NEAR = 5_000;

    private final ChangeLog log;
    private final int segments;
    private final RebuildLimits limits;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final RebuildRegister register;
    private final Generations generations;
    private final Filling filling;
    private final Comparison comparison;
    private volatile boolean closed;

    RebuildSteps(ChangeLog log, DataSource own, int segments, RebuildLimits limits) {
        this.log = log;
        this.segments = segments;
        this.limits = limits;
        this.database = JdbcClient.create(own);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(own));
        this.register = new RebuildRegister(database);
        this.generations = new Generations(database);
        this.filling = new Filling(log, own);
        this.comparison = new Comparison(log, own);
    }

    /** Goes as far as possible; back at once if another node is at it, or if there is something to wait for. */
    void advance(Rebuild begun, Projection projection) {
        Rebuild rebuild = begun;
        Step step;
        do {
            step = rebuild.step();
            switch (step) {
                case PLANNING -> plan(rebuild, projection);
                case FILLING -> fill(rebuild, projection);
                case INDEXING -> index(rebuild, projection);
                case JOINING -> follow(rebuild, projection);
                case FOLLOWING -> compare(rebuild, projection);
            }
            rebuild = register.find(rebuild.id()).orElseThrow();
        } while (!closed && rebuild.state() == RebuildState.RUNNING && rebuild.step() != step);
    }

    private void plan(Rebuild rebuild, Projection projection) {
        holding(rebuild, Step.PLANNING, () -> {
            long through = end(rebuild, projection); // Before the ranges: what is opened later is not wanted.
            register.planned(rebuild, through, log.ranges(limits.changesOfARange()));
        });
    }

    /** Where readers are, if nobody brings them further: only there the two can be compared. */
    private long end(Rebuild rebuild, Projection projection) {
        Generation old = rebuild.old();
        return old != null && isUpgrade(rebuild, projection)
                ? Collections.min(generations.positions(old))
                : log.lastPosition();
    }

    /** Whether a rebuild brings another version of the rules than what readers saw. */
    boolean isUpgrade(Rebuild rebuild, Projection projection) {
        Generation old = rebuild.old();
        return old != null && isOfAnotherVersion(old, projection);
    }

    private boolean isOfAnotherVersion(Generation old, Projection projection) {
        return generations.version(old) != projection.version();
    }

    private void fill(Rebuild rebuild, Projection projection) {
        var workers = new ArrayList<CompletableFuture<Void>>();
        for (int worker = 1; worker < workers(projection); worker++) {
            var helper = new CompletableFuture<Void>();
            Thread.ofPlatform().daemon().name("rebuild-" + worker).start(() -> {
                try {
                    fillAll(rebuild, projection);
                    helper.complete(null);
                } catch (RuntimeException | Error e) {
                    helper.completeExceptionally(e);
                }
            });
            workers.add(helper);
        }
        try {
            fillAll(rebuild, projection);
        } finally {
            join(workers);
        }
        holding(rebuild, Step.FILLING, () -> {
            if (register.isFilled(rebuild.id())) {
                register.step(rebuild.id(), Step.INDEXING);
            }
        });
    }

    private int workers(Projection projection) {
        return Filling.byOneAlone(projection) ? 1 : limits.workers();
    }

    private static void join(List<CompletableFuture<Void>> workers) {
        try {
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void fillAll(Rebuild rebuild, Projection projection) {
        var throttle = new Throttle(log, (double) limits.changesPerSecond() / workers(projection));
        while (!closed && filling.fillOne(rebuild, projection, throttle)) {
            // The next range.
        }
    }

    private void index(Rebuild rebuild, Projection projection) {
        holding(rebuild, Step.INDEXING, () -> {
            generations.index(projection, rebuild.generation());
            register.step(rebuild.id(), Step.JOINING);
        });
    }

    private void follow(Rebuild rebuild, Projection projection) {
        holding(rebuild, Step.JOINING, () -> {
            Generation old = rebuild.old();
            if (old != null && isUpgrade(rebuild, projection)) {
                register.compared(
                        rebuild.id(), comparison.compare(projection, old, rebuild.generation(), rebuild.through()));
            }
            generations.follow(rebuild.generation(), rebuild.through(), segments);
            register.step(rebuild.id(), Step.FOLLOWING);
        });
    }

    private void compare(Rebuild rebuild, Projection projection) {
        Generation old = rebuild.old();
        if (Collections.min(generations.positions(rebuild.generation())) + NEAR < log.lastPosition()) {
            return; // A processor brings it there.
        }
        holding(rebuild, Step.FOLLOWING, () -> {
            if (old != null && rebuild.differences() == null) {
                register.compared(rebuild.id(), comparison.compare(projection, old, rebuild.generation()));
            }
            register.state(rebuild.id(), RebuildState.CAUGHT_UP, null);
        });
    }

    /**
     * Does what a step is, in one transaction that has the rebuild locked. It is idle while other connections plan or
     * compare, which takes longer the more orders there are, and an hour at most.
     */
    private void holding(Rebuild rebuild, Step step, Runnable work) {
        transaction.executeWithoutResult(status -> {
            database.sql("set local idle_in_transaction_session_timeout = '1h'").update();
            if (isAt(rebuild, step)) {
                work.run();
            }
        });
    }

    /** Locks the rebuild; false if another node has it, or has brought it further, or if its projection is paused. */
    private boolean isAt(Rebuild rebuild, Step step) {
        return register.tryLock(rebuild.id())
                .filter(now -> now.state() == RebuildState.RUNNING && now.step() == step)
                .filter(now -> !generations.isPaused(now.generation()))
                .isPresent();
    }

    @Override
    public void close() {
        closed = true;
    }
}
