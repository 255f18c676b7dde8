package orderstore.api.statistics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import orderstore.order.model.StatusModel;
import org.springframework.stereotype.Component;

/** When an order is stuck, as the status model says. */
@Component
final class Overdue {

    private final StatusModel model;
    private final InstantSource clock;

    Overdue(StatusModel model, InstantSource clock) {
        this.model = model;
        this.clock = clock;
    }

    /** For each status that an order should leave: it is overdue if it got there before this time. */
    Map<String, Instant> before() {
        Instant now = clock.instant();
        var before = new LinkedHashMap<String, Instant>();
        model.statuses().forEach((status, definition) -> {
            if (definition.overdueAfter() != null) {
                before.put(status.name(), now.minus(definition.overdueAfter()));
            }
        });
        return before;
    }
}
