package orderstore.projection;

/**
 * One making of a read model, with tables and a place in the log of its own.
 *
 * @param number counts the makings of the same projection from 1
 */
public record Generation(String projection, int number) {

    /** The name of one of its tables. */
    public String table(String base) {
        return base + "_" + number;
    }

    /** As operators and metrics name it: {@code overview.2}. */
    @Override
    public String toString() {
        return projection + "." + number;
    }
}
