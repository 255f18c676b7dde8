package orderstore.eventlog.retention;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Lets so many partitions go, and dies in the middle of the next. */
final class Dying implements Derivations {
    private final Consumer<DataSource> death;
    private int left;

    Dying(int left) {
        this(left, transaction -> {
            throw new IllegalStateException("the node dies");
        });
    }

    Dying(int left, Consumer<DataSource> death) {
        this.left = left;
        this.death = death;
    }

    @Override
    public List<String> behind(DataSource transaction, Instant cutoff) {
        return List.of();
    }

    @Override
    public void exclude(DataSource transaction) {}

    @Override
    public void forget(DataSource transaction) {
        if (left-- == 0) {
            death.accept(transaction);
        }
    }

    @Override
    public void settle(DataSource transaction) {}
}
