package orderstore.order;

/** What becomes of a request to record a change. */
public sealed interface Decision {

    /** It is recorded as {@code version}, once the log has taken it. */
    record Accepted(int version, OrderEvent event) implements Decision {}

    /** Its change id was used before, by the change of this version: the same content is a replay, other content refused. */
    record Repeated(int version) implements Decision {}

    /** It is not recorded, by what the order was at {@code version}. */
    record Refused(int version, Refusal refusal) implements Decision {}
}
