package orderstore.benchmark;

/** One caller's work: does it once and waits for the answer. Used by one thread. */
@FunctionalInterface
public interface Caller {
    void call() throws Exception;
}
