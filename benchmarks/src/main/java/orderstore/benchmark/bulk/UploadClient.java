package orderstore.benchmark.bulk;

import java.io.IOException;
import orderstore.benchmark.process.Product;
import orderstore.benchmark.process.Worker;

/** Uploads to one product, from a process of its own. */
public final class UploadClient implements AutoCloseable {

    private final Worker worker;

    private UploadClient(Worker worker) {
        this.worker = worker;
    }

    public static UploadClient of(Product product) throws IOException {
        return new UploadClient(Worker.start(Upload.class, Integer.toString(product.port()), product.key()));
    }

    /**
     * Uploads five changes of each of so many new orders in one request.
     *
     * @return how many nanoseconds it took until the summary was there
     * @throws IllegalStateException if not all were appended
     */
    public long upload(int orders) throws IOException {
        return Long.parseLong(worker.ask(Integer.toString(orders)));
    }

    @Override
    public void close() {
        worker.close();
    }
}
