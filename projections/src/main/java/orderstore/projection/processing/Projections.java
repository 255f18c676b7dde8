package orderstore.projection.processing;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.ProcessorFactory.Running;
import orderstore.projection.processing.ProjectionRegister.Followed;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The read models of this node: runs a processor for each generation that goes along with the log, as the database
 * that all nodes share says.
 */
public final class Projections implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final int BETWEEN_LOOKS = 100; // ms

    private final Map<String, Projection> projections;
    private final ProjectionRegister register;
    private final ProcessorFactory factory;
    private final ProcessingLimits limits;
    private final Pace pace = new Pace();
    private final Map<Generation, Running> running = new HashMap<>();
    private boolean closed;

    /**
     * @param news tells how far the log has grown, by its tokens alone, at most once in so long
     * @param shared connections for what operators ask and do
     * @param own connections for the processors: each generation that goes along with the log works on as many segments at
     *     once as it has; a commit of theirs need not be durable, since what is lost with it is taken in again
     * @param node tells this node from others, and from its own earlier life
     */
    public Projections(
            List<Projection> projections,
            ChangeLog log,
            Function<Duration, StreamableMessageSource<TrackedEventMessage<?>>> news,
            DataSource shared,
            DataSource own,
            ProcessingLimits limits,
            String node,
            ProcessingObserver observer) {
        this.projections = projections.stream().collect(Collectors.toMap(Projection::name, Function.identity()));
        this.register = new ProjectionRegister(shared);
        this.factory = new ProcessorFactory(log, news, own, limits, node, observer);
        this.limits = limits;
    }

    /** Makes what is missing in the database. To be called once, before {@link #align()}. */
    public void prepare() {
        projections.values().forEach(projection -> register.prepare(projection, limits.segments()));
    }

    /**
     * Starts and stops processors, so that those run which the database says. To be called now and then, since other
     * nodes change what it says.
     */
    public synchronized void align() {
        if (closed) {
            return;
        }
        List<Followed> wanted =
                register.followed().stream().filter(this::isWanted).toList();
        stop(without(wanted));
        stop(thoseThatLostTheDatabase());
        for (Followed followed : wanted) {
            Generation generation = followed.generation();
            if (!running.containsKey(generation)) {
                Projection projection = Objects.requireNonNull(projections.get(generation.projection()));
                running.put(generation, factory.start(projection, generation));
            }
        }
        pace.note(register.standings());
    }

    private boolean isWanted(Followed followed) {
        Projection projection = projections.get(followed.generation().projection());
        return projection != null && projection.version() == followed.version() && !followed.paused();
    }

    private Set<Generation> without(List<Followed> wanted) {
        var others = new HashSet<>(running.keySet());
        wanted.forEach(followed -> others.remove(followed.generation()));
        return others;
    }

    /** The database is back, or this node could not have asked it what is to run. */
    private Set<Generation> thoseThatLostTheDatabase() {
        return running.keySet().stream()
                .filter(generation ->
                        Objects.requireNonNull(running.get(generation)).lostTheDatabase())
                .collect(Collectors.toSet());
    }

    /**
     * Waits until what they are at is done, and their segments are free for other nodes. One that does not end in time
     * is left alone: it writes nothing that another has written.
     */
    private void stop(Set<Generation> generations) {
        CompletableFuture.allOf(generations.stream()
                        .map(running::remove)
                        .map(Running::stop)
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /**
     * Stops a projection on all nodes. On this one it has stopped when this returns; others stop with their next
     * {@link #align()}.
     *
     * @return false if there is none of this name
     */
    public boolean pause(String name) {
        return set(name, true);
    }

    /** Lets a projection go on. */
    public boolean resume(String name) {
        return set(name, false);
    }

    private boolean set(String name, boolean paused) {
        boolean known = register.pause(name, paused);
        align();
        return known;
    }

    /** Whether any node still works on a projection. */
    public boolean isProcessed(String name) {
        return !register.processed(name, limits.claim()).isEmpty();
    }

    /**
     * Waits until no node works on a projection that is paused.
     *
     * @return what is still worked on when the time is up, such as {@code overview.1, segment 0}
     */
    public List<String> awaitRest(String name, Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        List<String> processed = register.processed(name, limits.claim());
        while (!processed.isEmpty() && System.nanoTime() - began < atMost.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS);
            processed = register.processed(name, limits.claim());
        }
        return processed;
    }

    /** How far each projection is now. */
    public List<ProjectionStanding> standings() {
        return register.standings();
    }

    /** How far a projection was when {@link #align()} was called last; null if that is not known. */
    public @Nullable ProjectionStanding lastStanding(String name) {
        return pace.last(name);
    }

    /** How fast a projection got on in the last seconds, on all nodes together. */
    public double eventsPerSecond(ProjectionStanding now) {
        return pace.eventsPerSecond(now);
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop(Set.copyOf(running.keySet()));
        factory.close();
    }
}
