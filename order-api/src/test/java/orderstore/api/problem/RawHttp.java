package orderstore.api.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** Sends bytes that no HTTP client would send. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** All that comes back until the server closes the connection, which {@code Connection: close} makes it do. */
    static String exchange(int port, String request) throws IOException {
        var answer = new StringBuilder();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var buffer = new byte[8192];
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection stayed open after: " + answer, e);
        } catch (SocketException e) {
            if (answer.isEmpty()) {
                throw e; // A reset after the answer is a way to close.
            }
        }
        return answer.toString();
    }

    /** The status line of the answer to a request of which more is still to come. */
    static String statusLine(int port, String unfinishedRequest) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(unfinishedRequest.getBytes(ISO_8859_1));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            return String.valueOf(answer.readLine());
        }
    }
}
