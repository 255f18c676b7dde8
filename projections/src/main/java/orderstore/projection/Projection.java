package orderstore.projection;

import java.time.Duration;
import java.util.List;

/**
 * A read model, made from the log alone: it can be thrown away and be made again.
 *
 * <p>Adding one is a package with an implementation of this, the layout of its tables as a migration, and a line
 * where the application lists them.
 */
public interface Projection {

    /** What operators call it: a word of {@code a-z} and {@code -}. */
    String name();

    /**
     * Counts the changes of its rules and tables. If the code has another version than the generation that readers
     * see, a new one is built beside it.
     */
    int version();

    /**
     * How long changes are gathered that are then taken in together. So much later readers see them, and so much less
     * there is to write: of an order that changes again meanwhile the end alone.
     */
    default Duration gathering() {
        return Duration.ofMillis(25);
    }

    /** Its tables, each with a layout called {@code <base>_layout}. */
    List<ProjectionTable> tables();

    /** Folds changes into the tables of one generation. */
    Projector projector(Generation generation);

    /** How a generation forgets orders. To be told by those that have tables with rows of several orders. */
    default Forgetting forgetting(Generation generation) {
        return new ForgottenRows(generation, tables());
    }
}
