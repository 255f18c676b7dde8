package orderstore.api.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A client that sends a byte now and then, and always one more. */
final class Dripping {
    private static final int PAUSE_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Dripping() {}

    /** Sends the beginning of a request and goes on until the server closes the connection; all that came back. */
    static String untilClosed(int port, String begin) throws IOException {
        var answer = new ByteArrayOutputStream();
        long start = System.nanoTime();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PAUSE_MILLIS);
            socket.getOutputStream().write(begin.getBytes(ISO_8859_1));
            while (System.nanoTime() - start < PATIENCE.toNanos()) {
                if (!readOrSend(socket, answer)) {
                    return answer.toString(ISO_8859_1);
                }
            }
        } catch (SocketException reset) {
            return answer.toString(ISO_8859_1);
        }
        throw new AssertionError("The connection is still open after: " + answer.toString(ISO_8859_1));
    }

    private static boolean readOrSend(Socket socket, ByteArrayOutputStream answer) throws IOException {
        try {
            int read = socket.getInputStream().read();
            if (read >= 0) {
                answer.write(read);
            }
            return read >= 0;
        } catch (SocketTimeoutException nothingCame) {
            socket.getOutputStream().write('x');
            return true;
        }
    }
}
