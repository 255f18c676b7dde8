package orderstore.benchmark.start;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.IntPredicate;

/** Asks a server that is starting again and again, until it gives the answer that is waited for. */
record Readiness(int port, String path) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAUSE = 5; // ms
    private static final int STATUS = "HTTP/1.1 ".length();

    /** A port that nobody listens on. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits for an answer with such a status. */
    void await(IntPredicate status) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!status.test(status())) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("Not ready after " + PATIENCE);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** 0 if there is no answer. */
    private int status() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(STATUS, STATUS + 3));
        } catch (IOException notYet) {
            return 0;
        }
    }
}
