package orderstore.benchmark.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orderstore.benchmark.process.Worker;

/** Many who wait for one server, on a single thread. */
final class Watchers {

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();
    private static final int READ = 16 * 1024;

    private final InetSocketAddress server;
    private final List<SocketChannel> open = new ArrayList<>();
    private final ByteBuffer read = ByteBuffer.allocateDirect(READ);

    private Watchers(InetSocketAddress server) {
        this.server = server;
    }

    /** The port of the server; then see {@link WatchClient} for the questions. */
    public static void main(String[] arguments) throws IOException {
        var watchers =
                new Watchers(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
        Worker.serve(question -> {
            String[] words = question.split(" ", 3);
            switch (words[0]) {
                case "open" -> watchers.open(Integer.parseInt(words[1]), words[2].replace('|', '\n'));
                case "hear" -> watchers.hear(words[1]);
                default -> watchers.close();
            }
            return Long.toString(System.nanoTime());
        });
    }

    private void open(int more, String request) throws IOException {
        byte[] bytes = request.replace("\n", "\r\n").getBytes(ISO_8859_1);
        for (int i = 0; i < more; i++) {
            SocketChannel channel = SocketChannel.open(server);
            open.add(channel);
            channel.write(ByteBuffer.wrap(bytes));
            channel.configureBlocking(false);
        }
    }

    /** Reads on until all of them have read a text. */
    private void hear(String text) throws IOException {
        int left = open.size();
        try (Selector selector = Selector.open()) {
            for (SocketChannel channel : open) {
                channel.register(selector, SelectionKey.OP_READ);
            }
            long end = System.nanoTime() + PATIENCE;
            while (left > 0 && System.nanoTime() - end < 0) {
                selector.select(1_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (said((SocketChannel) key.channel()).contains(text)) {
                        key.cancel();
                        left--;
                    }
                }
                selector.selectedKeys().clear();
            }
        }
        if (left > 0) {
            throw new IOException(left + " did not hear of it");
        }
    }

    /** What one was told is small, and comes as one. */
    private String said(SocketChannel channel) throws IOException {
        read.clear();
        if (channel.read(read) < 0) {
            throw new EOFException("The server has closed a connection");
        }
        var bytes = new byte[read.flip().remaining()];
        read.get(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }
}
