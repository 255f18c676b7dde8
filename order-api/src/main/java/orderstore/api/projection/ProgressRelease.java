package orderstore.api.projection;

import orderstore.projection.processing.ProjectionProgress;
import org.springframework.context.SmartLifecycle;

/** Ends all waiting for read models before the web server waits for its requests to end. */
record ProgressRelease(ProjectionProgress progress) implements SmartLifecycle {

    @Override
    public void start() {
        progress.resume();
    }

    @Override
    public void stop() {
        progress.release();
    }

    @Override
    public boolean isRunning() {
        return !progress.isReleased();
    }
}
