package orderstore.order.model;

import java.util.List;

/** A status model that cannot be used, with everything that is wrong with it. */
public final class StatusModelException extends RuntimeException {

    private final transient List<String> errors;

    public StatusModelException(List<String> errors) {
        super("The status model cannot be used: " + String.join("; ", errors) + ".");
        this.errors = List.copyOf(errors);
    }

    /** One sentence each, without a full stop. */
    public List<String> errors() {
        return errors;
    }
}
