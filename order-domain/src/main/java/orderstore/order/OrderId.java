package orderstore.order;

/** The client's name for an order: opaque, 1 to 64 of {@value Identifiers#ALLOWED}. */
public record OrderId(String value) {

    /**
     * Takes the name as it is.
     *
     * @throws IllegalArgumentException if it is not such a name; the message goes on after the name's own: "must …"
     */
    public OrderId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
