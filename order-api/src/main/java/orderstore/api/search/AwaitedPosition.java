package orderstore.api.search;

import java.time.Duration;
import orderstore.api.waiting.Wait;
import orderstore.projection.processing.ProjectionProgress;

/** Waits until a read model is far enough. */
record AwaitedPosition(ProjectionProgress.Waiter readModel, Duration atMost) implements Wait {

    @Override
    public Boolean await() throws InterruptedException {
        return readModel.await(atMost); // The request looks how far it is in any case.
    }

    @Override
    public void close() {
        readModel.close();
    }
}
