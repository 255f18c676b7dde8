package orderstore.benchmark.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import orderstore.benchmark.process.Worker;
import org.HdrHistogram.Histogram;

/** Loads one server over many connections from a single thread, which is the cheapest that Java has. */
final class LoadGenerator {

    private static final long LONGEST_SILENCE = Duration.ofSeconds(30).toMillis();
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    private final InetSocketAddress server;
    private final Histogram latencies = new Histogram(LONGEST, 3);

    private LoadGenerator(InetSocketAddress server) {
        this.server = server;
    }

    /** The port of the server and a key; then see {@link LoadClient} for the questions. */
    public static void main(String[] arguments) throws IOException {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        String headers = "Host: 127.0.0.1:" + arguments[0] + "\r\nAuthorization: Bearer " + arguments[1] + "\r\n";
        var generator = new LoadGenerator(server);
        Worker.serve(question -> {
            String[] words = question.split(" ", -1);
            long nanos = generator.run(
                    Integer.parseInt(words[0]),
                    Duration.ofMillis(Long.parseLong(words[1])).toNanos(),
                    () -> requests(words, headers));
            return nanos + " " + generator.latencies.getTotalCount() + " "
                    + generator.latencies.getValueAtPercentile(50) + " "
                    + generator.latencies.getValueAtPercentile(99);
        });
    }

    private static Requests requests(String[] words, String headers) {
        return switch (words[2]) {
            case "append" -> new Appends(words[3], headers);
            case "get" -> new Gets(List.of(words).subList(3, words.length), headers);
            default ->
                new Reads(
                        words[3],
                        new Reads.Range(
                                Integer.parseInt(words[4]), Integer.parseInt(words[5]), Integer.parseInt(words[6])),
                        headers);
        };
    }

    /** Keeps so many requests under way for so long; answers how long it took in fact. */
    private long run(int connections, long nanos, Supplier<Requests> requests) throws IOException {
        latencies.reset();
        var open = new ArrayList<Connection>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                open.add(new Connection(server, requests.get(), selector));
            }
            return load(selector, open, nanos);
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private long load(Selector selector, List<Connection> connections, long nanos) throws IOException {
        long begun = System.nanoTime();
        for (Connection connection : connections) {
            connection.send();
        }
        int[] underWay = {connections.size()};
        while (underWay[0] > 0) {
            int ready = selector.select(
                    key -> {
                        if (!goOn((Connection) key.attachment(), begun + nanos)) {
                            underWay[0]--;
                        }
                    },
                    LONGEST_SILENCE);
            if (ready == 0) {
                throw new IOException("No answer for " + LONGEST_SILENCE + " ms");
            }
        }
        return System.nanoTime() - begun;
    }

    /** Whether the connection still waits for an answer. */
    private boolean goOn(Connection connection, long end) {
        try {
            if (!connection.receive(latencies)) {
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            connection.send();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
