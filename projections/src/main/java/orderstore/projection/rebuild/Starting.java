package orderstore.projection.rebuild;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins rebuilds: makes the empty tables, and notes that they are to be filled. */
final class Starting {

    private static final Logger LOGGER = LoggerFactory.getLogger(Starting.class);

    private final TransactionTemplate transaction;
    private final RebuildRegister register;
    private final Generations generations;
    private final Switching switching;

    Starting(JdbcClient database, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.register = new RebuildRegister(database);
        this.generations = new Generations(database);
        this.switching = new Switching(database, transaction);
    }

    /**
     * Begins one; its id.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another of the same projection is under way
     */
    long start(Projection projection, boolean automatic, String by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            generations.lock();
            return add(projection, automatic, by);
        }));
    }

    private long add(Projection projection, boolean automatic, String by) {
        register.last(projection.name())
                .filter(last -> last.state() == RebuildState.FAILED)
                .ifPresent(failed -> generations.drop(projection, failed.generation()));
        OptionalInt live = generations.live(projection.name());
        Generation made = generations.make(projection);
        return register.add(made, live.isPresent() ? live.getAsInt() : null, automatic, by);
    }

    /** Whether readers see another version than the one that this code has. */
    boolean isOutdated(Projection projection) {
        OptionalInt live = generations.live(projection.name());
        return live.isPresent()
                && generations.version(new Generation(projection.name(), live.getAsInt())) != projection.version();
    }

    /**
     * Begins one for a projection that is outdated, unless one of this version is under way. One of another version
     * gives way: this code must not fill it, and nobody else might.
     *
     * @return false if a step of another node holds it; to be tried again
     */
    boolean renew(Projection projection) {
        try {
            return switching.once(() -> {
                Optional<Rebuild> open = register.last(projection.name())
                        .flatMap(last -> register.lock(last.id()))
                        .filter(Rebuild::isOpen);
                if (open.isPresent() && generations.version(open.get().generation()) == projection.version()) {
                    LOGGER.info("Rebuild {} brings {} already", open.get().id(), named(projection));
                } else if (isOutdated(projection)) {
                    open.ifPresent(other -> giveWay(other, projection));
                    add(projection, true, "version " + projection.version());
                }
                return true;
            });
        } catch (DataAccessException e) {
            if (!Outage.isLockHeld(e)) {
                throw e;
            }
            LOGGER.info("{} waits until others let go of its rebuild", named(projection));
            return false;
        }
    }

    /** What it made is dropped with the next look at what is under way. */
    private void giveWay(Rebuild other, Projection projection) {
        LOGGER.info("Rebuild {} of {} gives way to {}", other.id(), other.generation(), named(projection));
        register.state(other.id(), RebuildState.CANCELLED, null);
    }

    private static String named(Projection projection) {
        return "version " + projection.version() + " of " + projection.name();
    }
}
