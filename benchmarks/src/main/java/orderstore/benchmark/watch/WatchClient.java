package orderstore.benchmark.watch;

import java.io.IOException;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.Worker;

/** Many who wait for one product, in a process of their own. */
final class WatchClient implements AutoCloseable {

    private final Worker worker;
    private final String key;

    private WatchClient(Worker worker, String key) {
        this.worker = worker;
        this.key = key;
    }

    static WatchClient of(Product product) throws IOException {
        return new WatchClient(Worker.start(Watchers.class, Integer.toString(product.port())), product.key());
    }

    /** Opens so many connections that ask for a path, each with a header of its kind. */
    void open(int watchers, String path, String header) throws IOException {
        // A question is one line.
        worker.ask("open %d GET %s HTTP/1.1|Host: 127.0.0.1|Authorization: Bearer %s|%s||"
                .formatted(watchers, path, key, header));
    }

    /** Waits until all of them have read a text without blanks. */
    void hear(String text) throws IOException {
        worker.ask("hear " + text);
    }

    void leave() throws IOException {
        worker.ask("close");
    }

    @Override
    public void close() {
        worker.close();
    }
}
