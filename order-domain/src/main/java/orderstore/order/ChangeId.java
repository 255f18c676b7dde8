package orderstore.order;

/** The client's name for a change, unique within its order: opaque, 1 to 64 of {@value Identifiers#ALLOWED}. */
public record ChangeId(String value) {

    /**
     * Takes the name as it is.
     *
     * @throws IllegalArgumentException if it is not such a name; the message goes on after the name's own: "must …"
     */
    public ChangeId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
