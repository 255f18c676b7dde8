package orderstore.api.operations;

import java.util.Locale;

/** What can be done later. */
public enum OperationKind {
    /** One change of one order. Those of an order are done in the order in which they were accepted. */
    CHANGE,
    /** Many changes. Those of a key are done one after the other, and a node does one at a time. */
    UPLOAD;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OperationKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
