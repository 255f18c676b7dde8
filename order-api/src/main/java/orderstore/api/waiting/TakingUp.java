package orderstore.api.waiting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import orderstore.api.limits.RequestsAtOnce;
import org.jspecify.annotations.Nullable;

/**
 * Who waited is served again, each on the thread that waited. One change may end the waiting of thousands, who would fill
 * the memory if all were served at once.
 */
final class TakingUp {

    private static final int AT_ONCE = 64;

    /** Those who are slow, for their client does not read, keep others waiting no longer. */
    private static final int SECONDS_FOR_EACH = 1;

    private static final ScopedValue<Turn> TURN = ScopedValue.newInstance();

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final RequestsAtOnce underWay;

    TakingUp(RequestsAtOnce underWay) {
        this.underWay = underWay;
    }

    /** The turn of one request: that of its thread, until it is taken. */
    static final class Turn {
        private final SetAside request;
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        private boolean taken;

        private Turn(SetAside request) {
            this.request = request;
        }

        @Nullable
        Object outcome() {
            return request.outcome();
        }

        void end() {
            over.complete(null);
        }
    }

    /** The turn of the request that begins on this thread; null: it is a new one, as are those that follow in its wake. */
    static @Nullable Turn takeTurn() {
        if (!TURN.isBound() || TURN.get().taken) {
            return null;
        }
        Turn turn = TURN.get();
        turn.taken = true;
        return turn;
    }

    /** Serves it, on this thread, as soon as there is room. */
    void takeUp(SetAside request) {
        places.acquireUninterruptibly();
        underWay.enterFromAside();
        Turn turn = begin(request);
        try {
            ScopedValue.where(TURN, turn).run(request::serve);
        } finally {
            turn.end();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Neither can fail.
    private Turn begin(SetAside request) {
        var turn = new Turn(request);
        turn.over.thenRun(underWay::leave);
        turn.over
                .copy()
                .completeOnTimeout(null, SECONDS_FOR_EACH, TimeUnit.SECONDS)
                .thenRun(places::release);
        return turn;
    }
}
