package orderstore.projection.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.Projection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes generations anew, for operators and by itself. What is to be done stands in the database; every node takes
 * part, and none is needed for what another began.
 */
public final class Rebuilds implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rebuilds.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Map<String, Projection> projections;
    private final RebuildRegister register;
    private final Starting starting;
    private final Decisions decisions;
    private final RebuildSteps steps;
    private final Set<Projection> outdated = ConcurrentHashMap.newKeySet(); // Until a rebuild of this version is there.
    private final AtomicBoolean advancing = new AtomicBoolean();
    private volatile boolean underWay;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("rebuild").factory());

    /**
     * @param shared connections for what operators do
     * @param own connections for the work, on which a statement may take as long as it needs: two for each worker, and two
     *     more
     * @param segments into how many parts a generation is divided
     */
    public Rebuilds(
            List<Projection> projections,
            ChangeLog log,
            DataSource shared,
            DataSource own,
            int segments,
            RebuildLimits limits) {
        this.projections = projections.stream().collect(Collectors.toMap(Projection::name, Function.identity()));
        var database = JdbcClient.create(shared);
        var transaction = new TransactionTemplate(new JdbcTransactionManager(shared));
        this.register = new RebuildRegister(database);
        this.starting = new Starting(database, transaction);
        this.decisions = new Decisions(database, transaction, this.projections);
        this.steps = new RebuildSteps(log, own, segments, limits);
    }

    /**
     * Begins to make a projection anew.
     *
     * @param automatic whether readers are to see it as soon as it is found equal to what they see
     * @throws RebuildRefusedException if one of it is under way
     * @throws IllegalArgumentException if there is no such projection
     */
    public Rebuild start(String name, boolean automatic, String by) {
        Projection projection = projection(name);
        try {
            long id = starting.start(projection, automatic, by);
            advance();
            return find(id).orElseThrow();
        } catch (DuplicateKeyException e) {
            throw new RebuildRefusedException("Projection " + name
                    + " is being rebuilt already, or has a rebuild that waits to be promoted or discarded.");
        }
    }

    /**
     * Begins to make those projections anew of which readers see another version than the one that this code has. They
     * are switched when they are caught up, unless orders are missing in them. A rebuild of yet another version that is
     * under way gives way. To be called once, at start.
     */
    public void renew() {
        projections.values().stream().filter(starting::isOutdated).forEach(outdated::add);
        if (!outdated.isEmpty()) {
            outdated.removeIf(starting::renew);
            advance();
        }
    }

    private Projection projection(String name) {
        Projection projection = projections.get(name);
        if (projection == null) {
            throw new IllegalArgumentException("There is no projection " + name + ".");
        }
        return projection;
    }

    /** Whether there is such a projection. */
    public boolean knows(String name) {
        return projections.containsKey(name);
    }

    public Optional<Rebuild> find(long id) {
        return register.find(id);
    }

    /** The last rebuild of a projection. */
    public Optional<Rebuild> last(String projection) {
        return register.last(projection);
    }

    /**
     * Lets readers see what was made.
     *
     * @param patience for how long to wait until it is as far as what they see now: what a node that died was at is
     *     taken over when its claim has lapsed
     * @throws RebuildRefusedException if it has not caught up
     */
    public Rebuild promote(long id, Duration patience) {
        return decisions.promote(id, patience);
    }

    /**
     * Drops what is not wanted: a generation that was made and not promoted, what is left of one that failed, or the
     * one that was replaced.
     *
     * @throws RebuildRefusedException if there is neither
     */
    public Rebuild discard(long id) {
        return decisions.discard(id);
    }

    /**
     * Stops a rebuild; after a switch it lets readers see what they saw before. What it made is dropped at once, or as
     * soon as nobody fills it any longer.
     *
     * @param patience as for {@link #promote}
     * @throws RebuildRefusedException if it has ended, or what it replaced was discarded
     */
    public Rebuild cancel(long id, Duration patience) {
        return decisions.cancel(id, patience);
    }

    /** Whether anything was under way when {@link #advance()} looked last. */
    public boolean areUnderWay() {
        return underWay;
    }

    /**
     * Goes on with what is under way, without waiting for it. To be called now and then, since other nodes begin
     * rebuilds too, and die over them.
     */
    public void advance() {
        if (advancing.compareAndSet(false, true)) {
            try {
                worker.execute(this::advanceAll);
            } catch (RejectedExecutionException closed) {
                advancing.set(false);
            }
        }
    }

    private void advanceAll() {
        try {
            outdated.removeIf(starting::renew);
            List<Rebuild> open = register.open(projections.values());
            underWay = !open.isEmpty() || !outdated.isEmpty();
            for (Rebuild rebuild : open) {
                advance(rebuild, projection(rebuild.generation().projection()));
            }
        } catch (RuntimeException e) {
            LOGGER.warn("Which rebuilds are to go on could not be asked: {}", e.toString());
        } finally {
            advancing.set(false);
        }
    }

    private void advance(Rebuild rebuild, Projection projection) {
        try {
            if (rebuild.state() == RebuildState.CANCELLED) {
                decisions.drop(rebuild);
                return;
            }
            if (rebuild.state() == RebuildState.RUNNING) {
                steps.advance(rebuild, projection);
            }
            Rebuild now = register.find(rebuild.id()).orElseThrow();
            if (now.mayBePromoted(steps.isUpgrade(now, projection))) {
                promote(now.id(), Duration.ZERO); // Again with the next look.
            }
        } catch (RebuildRefusedException e) {
            LOGGER.warn("Rebuild {} waits: {}", rebuild.id(), e.getMessage());
        } catch (RuntimeException e) {
            if (Outage.isTemporary(e)) {
                LOGGER.warn("Rebuild {} does not go on at the moment: {}", rebuild.id(), e.toString());
                return;
            }
            if (register.failed(rebuild.id(), String.valueOf(e))) {
                LOGGER.error("Rebuild {} of {} failed", rebuild.id(), rebuild.generation(), e);
            }
        }
    }

    /** What takes longer than a moment is left alone: it ends with its connection, and is undone. */
    @Override
    public void close() {
        steps.close();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOGGER.info("What a rebuild is at is left to other nodes, or to the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
