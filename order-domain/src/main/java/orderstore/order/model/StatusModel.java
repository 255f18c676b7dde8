package orderstore.order.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an order may be and become. Every status named in it is defined and can be reached by commands. */
public final class StatusModel {

    private final String name;
    private final int version;
    private final Map<Status, StatusDefinition> statuses;
    private final Set<Status> initial;

    /**
     * @param statuses in the order in which they are to be shown
     * @throws StatusModelException with everything that is wrong with the model
     */
    public StatusModel(String name, int version, Map<Status, StatusDefinition> statuses) {
        List<String> errors = errors(statuses);
        if (!errors.isEmpty()) {
            throw new StatusModelException(errors);
        }
        this.name = name;
        this.version = version;
        this.statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
        this.initial = initial(statuses);
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    /** All statuses, in the model's order. */
    public Map<Status, StatusDefinition> statuses() {
        return statuses;
    }

    /** What the model says of a status; null if it does not know it. */
    public @Nullable StatusDefinition definition(Status status) {
        return statuses.get(status);
    }

    /** What a command may make of an order that is {@code current}; of a new one, if null. */
    public Set<Status> next(@Nullable Status current) {
        if (current == null) {
            return initial;
        }
        StatusDefinition definition = statuses.get(current);
        return definition == null ? Set.of() : definition.next();
    }

    /** Whether only a correction leaves it. A status that the model does not know is not final. */
    public boolean isFinal(Status status) {
        StatusDefinition definition = statuses.get(status);
        return definition != null && definition.terminal();
    }

    /** Everything that is wrong with such statuses, one sentence each. */
    static List<String> errors(Map<Status, StatusDefinition> statuses) {
        var errors = new ArrayList<String>();
        statuses.forEach((status, definition) -> {
            for (Status target : definition.next()) {
                if (!statuses.containsKey(target)) {
                    errors.add(status + ".next names " + target + ", which is not defined");
                }
            }
            if (definition.terminal() && !definition.next().isEmpty()) {
                errors.add(status + " is final and yet has next " + definition.next());
            }
        });
        Set<Status> initial = initial(statuses);
        if (initial.isEmpty()) {
            errors.add("no status is initial, so that no order could begin");
        } else {
            var unreachable = new LinkedHashSet<>(statuses.keySet());
            unreachable.removeAll(reachable(initial, statuses));
            unreachable.forEach(status -> errors.add(status + " cannot be reached from any initial status"));
        }
        return errors;
    }

    private static Set<Status> initial(Map<Status, StatusDefinition> statuses) {
        var initial = new LinkedHashSet<Status>();
        statuses.forEach((status, definition) -> {
            if (definition.initial()) {
                initial.add(status);
            }
        });
        return Collections.unmodifiableSet(initial);
    }

    private static Set<Status> reachable(Set<Status> initial, Map<Status, StatusDefinition> statuses) {
        var reached = new LinkedHashSet<>(initial);
        var open = new ArrayList<>(initial);
        while (!open.isEmpty()) {
            StatusDefinition definition = statuses.get(open.removeLast());
            if (definition != null) {
                definition.next().stream().filter(reached::add).forEach(open::add);
            }
        }
        return reached;
    }
}
