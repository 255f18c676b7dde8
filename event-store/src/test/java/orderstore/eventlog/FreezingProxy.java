package orderstore.eventlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a node and PostgreSQL, and can freeze the node at the worst moment: when the server has been told to
 * execute a statement, but not yet that its transaction ends there.
 */
final class FreezingProxy implements AutoCloseable {

    /** The message Sync; PostgreSQL, chapter "Frontend/Backend Protocol". */
    private static final byte[] SYNC = {'S', 0, 0, 0, 4};

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch frozen = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean freezes;

    FreezingProxy(String host, int port) throws IOException {
        threads.execute(() -> accept(host, port));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on the first statement is the last. */
    void freeze() {
        freezes = true;
    }

    void awaitFrozen() throws InterruptedException {
        frozen.await();
    }

    private void accept(String host, int port) {
        try {
            while (true) {
                Socket node = listener.accept();
                var server = new Socket(host, port);
                threads.execute(() -> pass(node, server, true));
                threads.execute(() -> pass(server, node, false));
            }
        } catch (IOException e) {
            closed.countDown(); // The listener was closed.
        }
    }

    private void pass(Socket from, Socket to, boolean fromNode) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                boolean ends =
                        read > SYNC.length && Arrays.equals(buffer, read - SYNC.length, read, SYNC, 0, SYNC.length);
                if (fromNode && freezes && ends) {
                    output.write(buffer, 0, read - SYNC.length);
                    frozen.countDown();
                    closed.await();
                    return;
                }
                output.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            frozen.countDown(); // One side has gone; who waits for the other finds out by itself.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closed.countDown();
        threads.shutdownNow();
    }
}
