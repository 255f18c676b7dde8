package orderstore.api.schedule;

import java.util.function.IntSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Removes what is old in portions, each by a statement of its own: one for all would be ended by {@code statement_timeout}
 * when there is very much, and in vain each time again.
 */
@Component
public class Portions {

    private volatile boolean stopping;

    /**
     * Removes until a portion is not full. What is left when the node stops is left to the next time, or to other nodes.
     *
     * @param removal removes at most {@code size}, and gives how many
     */
    public void remove(int size, IntSupplier removal) {
        int removed = size;
        while (removed == size && !stopping) {
            removed = removal.getAsInt();
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }
}
