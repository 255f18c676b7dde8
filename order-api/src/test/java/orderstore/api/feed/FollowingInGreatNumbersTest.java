package orderstore.api.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Many who wait for the log cost little, and hear of a change all the same. {@code ./benchmark watch} has thousands. */
class FollowingInGreatNumbersTest extends RunningServer {

    private static final int MANY = 500;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Socket> watchers = new ArrayList<>();

    @Autowired
    private LogTail tail;

    @Autowired
    private MeterRegistry metrics;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Accept: text/event-stream                   |  20000
            Accept: application/json\\r\\nPrefer: wait=60 |  20000
            """)
    void who_waits_costs_little_memory_and_no_query(String header, int mostBytes) throws Exception {
        awaitFollowers(0); // Those of other tests have left, which takes a heartbeat to be seen.
        try (var clock = new EventReader(request("GET", "/v1/status-changes?orderId=nobody", null)
                .header("Authorization", "Bearer " + operatorKey()))) {
            clock.next();
            long end = append("c-0");
            watch(MANY, end, header); // What is kept of requests for others is there from then on.
            long heap = usedHeap();

            watch(MANY, end, header);

            long each = (usedHeap() - heap) / MANY;
            System.out.println("Bytes for each who waits with " + header + ": " + each);
            assertThat(each).isLessThan(mostBytes);
            clock.next();
            long queries = queries();
            clock.next(); // A heartbeat later, or all those that nobody read meanwhile.
            assertThat(queries() - queries).as("queries").isLessThan(MANY / 2);
            append("told-to-all");
            for (Socket watcher : watchers) {
                awaitText(watcher, "told-to-all");
            }
        } finally {
            for (Socket watcher : watchers) {
                watcher.close();
            }
        }
    }

    /** So many more, all at once, until none of them is under way. */
    private void watch(int more, long after, String header) throws IOException {
        byte[] request = ("GET /v1/status-changes?after=" + after + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + operatorKey() + "\r\n" + header.replace("\\r\\n", "\r\n") + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        List<Socket> begun = new ArrayList<>();
        double before = waiting();
        for (int i = 0; i < more; i++) {
            var watcher = new Socket(InetAddress.getLoopbackAddress(), port());
            watcher.setSoTimeout((int) SOON.toMillis());
            begun.add(watcher);
        }
        watchers.addAll(begun);
        for (Socket watcher : begun) {
            watcher.getOutputStream().write(request);
        }
        if (header.contains("event-stream")) {
            for (Socket watcher : begun) {
                awaitText(watcher, "\r\n\r\n:\n\n");
            }
        } else {
            Await.until("all are set aside", () -> waiting() == before + more);
        }
    }

    private double waiting() {
        return metrics.get("orderstore.requests.waiting").gauge().value();
    }

    private void awaitFollowers(int wanted) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (tail.followers() != wanted) {
            assertThat(System.nanoTime()).as("%d follow", wanted).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void awaitText(Socket watcher, String text) throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(ISO_8859_1).contains(text)) {
            int one = watcher.getInputStream().read();
            assertThat(one).as(read.toString(ISO_8859_1)).isNotNegative();
            read.write(one);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** For each the pool lends a connection. */
    private long queries() {
        return metrics.get("hikaricp.connections.usage").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** Its position. */
    private long append(String changeId) {
        var answer = send(
                "PUT",
                "/v1/orders/" + UUID.randomUUID() + "/status-changes/" + changeId,
                operatorKey(),
                "{\"status\": \"PLACED\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("position").asLong();
    }
}
