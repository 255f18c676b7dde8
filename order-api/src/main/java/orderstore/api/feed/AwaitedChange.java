package orderstore.api.feed;

import java.time.Duration;
import orderstore.api.waiting.Wait;

/** Waits for the next change that is wanted. */
record AwaitedChange(ChangeFollower changes, long floor, Duration atMost) implements Wait {

    /**
     * Where to look.
     *
     * @param after the position after which there is nothing but what has come
     * @param floor of the log before the wait
     */
    record Arrival(long after, long floor) {}

    @Override
    public Arrival await() throws InterruptedException {
        return new Arrival(changes.arrival(atMost), floor);
    }

    @Override
    public void close() {
        changes.close();
    }
}
