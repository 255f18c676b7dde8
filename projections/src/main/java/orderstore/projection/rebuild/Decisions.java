package orderstore.projection.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a rebuild: that readers see what it made, that they see again what they saw before, or neither. */
final class Decisions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Decisions.class);

    private final RebuildRegister register;
    private final Generations generations;
    private final Switching switching;
    private final Map<String, Projection> projections;

    Decisions(JdbcClient database, TransactionTemplate transaction, Map<String, Projection> projections) {
        this.register = new RebuildRegister(database);
        this.generations = new Generations(database);
        this.switching = new Switching(database, transaction);
        this.projections = projections;
    }

    Rebuild promote(long id, Duration patience) {
        return switching.patiently(patience, () -> {
            Rebuild rebuild = inState(id, RebuildState.CAUGHT_UP);
            switching.show(projection(rebuild), rebuild.generation());
            register.state(id, RebuildState.PROMOTED, null);
            return register.find(id).orElseThrow();
        });
    }

    Rebuild discard(long id) {
        return switching.shortly(() -> {
            Rebuild rebuild = inState(id, RebuildState.CAUGHT_UP, RebuildState.PROMOTED, RebuildState.FAILED);
            Generation old = rebuild.old();
            if (rebuild.state() != RebuildState.PROMOTED) {
                generations.drop(projection(rebuild), rebuild.generation());
                register.state(id, RebuildState.DISCARDED, null);
            } else if (old == null || !rebuild.previousKept()) {
                throw new RebuildRefusedException("Rebuild " + id + " has nothing left to discard.");
            } else {
                generations.drop(projection(rebuild), old);
                register.previousDropped(id);
            }
            return register.find(id).orElseThrow();
        });
    }

    Rebuild cancel(long id, Duration patience) {
        Rebuild cancelled = switching.patiently(patience, () -> {
            Rebuild rebuild = inState(id, RebuildState.RUNNING, RebuildState.CAUGHT_UP, RebuildState.PROMOTED);
            if (rebuild.state() == RebuildState.PROMOTED) {
                takeBack(rebuild);
            }
            register.state(id, RebuildState.CANCELLED, null);
            return register.find(id).orElseThrow();
        });
        drop(cancelled);
        return cancelled;
    }

    /** Drops what was cancelled, unless somebody still fills it. */
    void drop(Rebuild cancelled) {
        try {
            switching.once(() -> {
                generations.drop(projection(cancelled), cancelled.generation());
                return cancelled;
            });
        } catch (DataAccessException e) {
            if (!Outage.isLockHeld(e)) {
                throw e;
            }
            LOGGER.debug("{} is still being filled", cancelled.generation(), e);
        }
    }

    private void takeBack(Rebuild rebuild) {
        Generation old = rebuild.old();
        if (old == null || !rebuild.previousKept()) {
            throw new RebuildRefusedException(
                    "Rebuild " + rebuild.id() + " cannot be taken back: what readers saw before was discarded.");
        }
        int live = generations.live(rebuild.generation().projection()).orElseThrow();
        if (live != rebuild.generation().number()) {
            throw new RebuildRefusedException(
                    "Rebuild " + rebuild.id() + " cannot be taken back: readers see generation " + live + " by now.");
        }
        switching.show(projection(rebuild), old);
    }

    private Rebuild inState(long id, RebuildState... allowed) {
        Rebuild rebuild =
                register.lock(id).orElseThrow(() -> new IllegalArgumentException("There is no rebuild " + id + "."));
        if (!List.of(allowed).contains(rebuild.state())) {
            throw new RebuildRefusedException("Rebuild %d is %s; this is possible when it is %s."
                    .formatted(
                            id,
                            rebuild.state().wireName(),
                            Stream.of(allowed).map(RebuildState::wireName).collect(Collectors.joining(" or "))));
        }
        return rebuild;
    }

    private Projection projection(Rebuild rebuild) {
        return Objects.requireNonNull(projections.get(rebuild.generation().projection()));
    }
}
