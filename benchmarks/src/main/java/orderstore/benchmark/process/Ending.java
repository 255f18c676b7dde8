package orderstore.benchmark.process;

import java.util.concurrent.TimeUnit;

/** Ends a process that we started: by asking, then by force. */
public final class Ending {

    private Ending() {}

    public static void of(Process process) {
        process.destroy();
        process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join();
        process.destroyForcibly().onExit().join();
    }
}
