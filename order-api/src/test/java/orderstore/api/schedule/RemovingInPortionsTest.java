package orderstore.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is old is removed a portion at a time, until there is no more or the node stops. */
class RemovingInPortionsTest {

    private final Portions portions = new Portions();
    private final Queue<Integer> removals = new ArrayDeque<>(List.of(10, 10, 5, 10));

    @Test
    void the_last_is_one_that_is_not_full() {
        portions.remove(10, removals::remove);

        assertThat(removals).containsExactly(10);
    }

    @Test
    void a_node_that_stops_begins_no_other() {
        portions.remove(10, () -> {
            portions.stop();
            return removals.remove();
        });

        assertThat(removals).containsExactly(10, 5, 10);
    }
}
