package orderstore.benchmark;

import java.util.concurrent.ThreadFactory;

/** Something whose speed is measured. */
public interface Contender extends AutoCloseable {

    /** One more caller, to be used by one thread. */
    Caller newCaller();

    /** Where its callers run: on virtual threads, as the product's requests do, unless it is faster otherwise. */
    default ThreadFactory threads() {
        return Thread.ofVirtual().factory();
    }

    @Override
    default void close() {}
}
