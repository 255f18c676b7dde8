package orderstore.benchmark.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import orderstore.benchmark.Load;
import orderstore.benchmark.Step;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.Worker;

/** A load generator of one product, in a process of its own. An answer other than the expected one ends the benchmark. */
public final class LoadClient implements AutoCloseable {

    private final Worker worker;

    private LoadClient(Worker worker) {
        this.worker = worker;
    }

    public static LoadClient of(Product product) throws IOException {
        return new LoadClient(Worker.start(LoadGenerator.class, Integer.toString(product.port()), product.key()));
    }

    /** Appends to new orders below a path such as {@code /v1/orders/}. */
    public Step appends(String name, int connections, String path) {
        return step(name, connections, "append " + path);
    }

    /**
     * Reads stored orders at random.
     *
     * @param path with <code>{}</code> in the place of the order's id
     * @param first the number of the first order, of which every {@code step}th is read, {@code count} in all
     */
    public Step reads(String name, int connections, String path, int first, int step, int count) {
        return step(name, connections, "read %s %d %d %d".formatted(path, first, step, count));
    }

    /** Asks for paths in turn. */
    public Step gets(String name, int connections, List<String> paths) {
        return step(name, connections, "get " + String.join(" ", paths));
    }

    private Step step(String name, int connections, String requests) {
        return time -> load(worker.ask("%d %d %s".formatted(connections, time.toMillis(), requests)))
                .figures(name);
    }

    private static Load load(String answer) {
        String[] words = answer.split(" ", -1);
        return new Load(
                Long.parseLong(words[1]) / (Long.parseLong(words[0]) / 1e9),
                Duration.ofNanos(Long.parseLong(words[2])),
                Duration.ofNanos(Long.parseLong(words[3])));
    }

    @Override
    public void close() {
        worker.close();
    }
}
