package orderstore.benchmark;

/** Something whose speed is measured. */
public interface Contender extends AutoCloseable {

    /** One more caller, to be used by one thread. */
    Caller newCaller();

    @Override
    default void close() {}
}
