package orderstore.api.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orderstore.eventlog.LogReader;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.OrderSummaryJson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which changes were corrected by which. It is not stored with the corrected change, which stays as it was; the
 * few orders that have corrections tell so by their state, and are looked up then.
 */
@Component
public class Corrections {

    private static final String CORRECTION = OrderEventJson.typeToday(StatusCorrected.class);

    private final LogReader log;

    Corrections(LogReader log) {
        this.log = log;
    }

    /** The same changes, of any orders, each with the one that corrected it. */
    public List<StatusChange> shown(List<StatusChange> changes) {
        var orders = changes.stream().map(StatusChange::orderId).collect(Collectors.toSet());
        return shown(log.states(orders), changes);
    }

    /** The same changes, all of orders of which the state is given, each with the one that corrected it. */
    List<StatusChange> shown(Map<String, String> states, List<StatusChange> changes) {
        List<String> corrected = states.entrySet().stream()
                .filter(state -> OrderSummaryJson.read(state.getValue()).corrections() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (corrected.isEmpty()) {
            return changes;
        }
        Map<String, Map<String, String>> corrections = of(corrected);
        return changes.stream()
                .map(change -> shown(change, corrections.get(change.orderId())))
                .toList();
    }

    /** The same changes, each with the one that corrected it if that is among them. */
    public static List<StatusChange> shownAmong(List<StatusChange> changes) {
        Map<String, Map<String, String>> corrections =
                byOrder(changes.stream().filter(change -> change.corrects() != null));
        return corrections.isEmpty()
                ? changes
                : changes.stream()
                        .map(change -> shown(change, corrections.get(change.orderId())))
                        .toList();
    }

    /** By order and by the id of each corrected change, the id of its latest correction. */
    private Map<String, Map<String, String>> of(List<String> orders) {
        return byOrder(log.ofType(CORRECTION, orders).stream().map(StatusChange::of));
    }

    private static Map<String, Map<String, String>> byOrder(Stream<StatusChange> corrections) {
        var byOrder = new HashMap<String, Map<String, String>>();
        corrections.forEach(change -> byOrder.computeIfAbsent(change.orderId(), order -> new HashMap<>())
                .put(String.valueOf(change.corrects()), change.changeId()));
        return byOrder;
    }

    private static StatusChange shown(StatusChange change, @Nullable Map<String, String> corrections) {
        String correctedBy = corrections == null ? null : corrections.get(change.changeId());
        return correctedBy == null ? change : change.correctedBy(correctedBy);
    }
}
