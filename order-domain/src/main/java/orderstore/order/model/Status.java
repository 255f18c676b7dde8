package orderstore.order.model;

/** The name of a status. Whether there is such a status is the model's matter, not the name's. */
public record Status(String name) {

    public static final int MAX_LENGTH = 64;

    @Override
    public String toString() {
        return name;
    }
}
