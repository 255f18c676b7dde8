package orderstore.api.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Waits end while clients send, and leave; each client must get each answer that it is owed, whole and in order. In the log
 * of this node one position follows another, so that it can tell whether it missed a change.
 */
class WakingAtAnyMomentTest extends WaitingServer {

    private static final long SEED = Long.getLong("orderstore.waiting.seed", System.nanoTime());
    private static final int CLIENTS = 24;
    private static final int POLLS = 150;
    private static final int LONGEST_PAUSE = 3_000_000; // ns

    private final AtomicInteger busy = new AtomicInteger(CLIENTS);

    @Test
    void everybody_is_answered_whatever_happens_at_that_moment() throws Exception {
        System.out.println("Seed of " + WakingAtAnyMomentTest.class.getSimpleName() + ": " + SEED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(SEED + i);
                clients.add(threads.submit(() -> {
                    try {
                        follow(random);
                    } finally {
                        busy.decrementAndGet();
                    }
                    return null;
                }));
            }
            while (busy.get() > 0) {
                append();
            }
            for (Future<Void> client : clients) {
                client.get();
            }
        }

        awaitWaiting(0);
        assertThat(get("/v1/status-model", operatorKey()).status()).isEqualTo(200);
    }

    private void follow(Random random) throws IOException {
        KeptConnection client = connect();
        try {
            long position = end();
            for (int i = 0; i < POLLS; i++) {
                if (random.nextInt(8) == 0) {
                    client.send(poll(position, operatorKey()));
                    pause(random);
                    client.close();
                    client = connect();
                } else {
                    position = poll(client, position, random);
                }
            }
        } finally {
            client.close();
        }
    }

    /** With another request behind it, or some of it, and the rest later. */
    private static long poll(KeptConnection client, long after, Random random) throws IOException {
        String next = statusModel();
        int early = random.nextBoolean() ? 0 : random.nextInt(next.length() + 1);
        boolean atOnce = random.nextBoolean();
        client.send(poll(after, operatorKey()) + (atOnce ? next.substring(0, early) : ""));
        pause(random);
        if (!atOnce) {
            client.send(next.substring(0, early));
            pause(random);
        }
        var answer = client.answer();
        client.send(next.substring(early));
        assertThatItTells(answer, after + 1);
        assertThat(client.answer().status()).as("seed %d", SEED).isEqualTo(200);
        return answer.json().get("next").asLong();
    }

    /** As long as a wait may take to end. */
    private static void pause(Random random) {
        if (random.nextBoolean()) {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE));
        }
    }
}
