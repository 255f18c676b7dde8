package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** Keeps one request under way at a time, on one connection for as long as the server keeps it. */
final class Connection {

    private static final int LARGEST_ANSWER = 64 * 1024;

    private final SocketAddress address;
    private final Selector selector;
    private final Requests requests;
    private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
    private SocketChannel channel;
    private long sent;

    Connection(SocketAddress address, Requests requests, Selector selector) throws IOException {
        this.address = address;
        this.requests = requests;
        this.selector = selector;
        this.channel = open(this, address, selector);
    }

    private static SocketChannel open(Connection attached, SocketAddress address, Selector selector)
            throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, attached);
        return channel;
    }

    void send() throws IOException {
        sent = System.nanoTime();
        if (!channel.isOpen()) {
            channel = open(this, address, selector);
        }
        ByteBuffer request = ByteBuffer.wrap(requests.next());
        while (request.hasRemaining()) {
            channel.write(request); // Nothing else is under way, so that it fits into the socket's buffer.
        }
    }

    /**
     * Takes what has arrived.
     *
     * @return whether the answer is complete
     * @throws IllegalStateException if it is not the expected one
     */
    boolean receive(Histogram latencies) throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("The server has closed a connection without an answer");
        }
        int end = Answer.end(answer.array(), answer.position());
        if (end < 0) {
            return false;
        }
        latencies.recordValue(System.nanoTime() - sent);
        if (end != answer.position() || Answer.status(answer.array()) != requests.expectedStatus()) {
            throw new IllegalStateException(
                    "Unexpected answer: " + new String(answer.array(), 0, answer.position(), UTF_8));
        }
        if (Answer.closes(answer.array(), end)) {
            channel.close();
        }
        answer.clear();
        return true;
    }

    void close() throws IOException {
        channel.close();
    }
}
