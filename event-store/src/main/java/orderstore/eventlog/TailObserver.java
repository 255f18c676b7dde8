package orderstore.eventlog;

import java.time.Duration;

/** Is told what the tail does, by the thread that does it: it must be quick and must not throw. */
@FunctionalInterface
public interface TailObserver {

    /** Hears nothing. */
    TailObserver NONE = (events, lag) -> {};

    /**
     * New events were read for those who follow the log.
     *
     * @param lag how long ago the first of them was recorded, by the database's clock then and this node's now
     */
    void seen(int events, Duration lag);
}
