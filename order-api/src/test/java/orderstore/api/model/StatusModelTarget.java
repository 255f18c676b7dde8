package orderstore.api.model;

import orderstore.api.jazzer.Property;
import orderstore.order.model.StatusModel;
import orderstore.order.model.StatusModelException;
import orderstore.order.model.StatusModelYaml;

/** A status model: it is refused with what is wrong, or an order can go through it. */
public final class StatusModelTarget {

    private static final int A_SENTENCE = 300;

    private StatusModelTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String yaml = Property.text(input);
        try {
            StatusModel model = StatusModelYaml.read(yaml);
            Property.holds(!model.next(null).isEmpty(), "no order can begin");
            model.statuses().forEach((status, definition) -> {
                Property.holds(model.statuses().keySet().containsAll(model.next(status)), status + " leads nowhere");
                Property.holds(model.isFinal(status) == definition.terminal(), status + " is final or not");
            });
        } catch (StatusModelException refused) {
            long length = refused.errors().stream().mapToLong(String::length).sum();
            Property.holds(!refused.errors().isEmpty(), "refused for nothing");
            Property.holds(
                    length
                            <= (long) (yaml.length() + A_SENTENCE)
                                    * (refused.errors().size() + 1),
                    yaml.length() + " characters became errors of " + length);
        }
    }
}
