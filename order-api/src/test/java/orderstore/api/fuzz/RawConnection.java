package orderstore.api.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A kept connection that sends any bytes and understands what comes back. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream input;

    RawConnection(int port) {
        this.port = port;
    }

    /** An answer; headers by their names in lower case. */
    record RawAnswer(int status, Map<String, List<String>> headers, String body) {
        boolean closes() {
            return headers.getOrDefault("connection", List.of()).contains("close");
        }
    }

    /**
     * Sends a request and reads its answer; null if the server closed the connection without one.
     *
     * @param last whether nothing can follow on this connection, since it is not known where the request ended
     */
    @Nullable
    RawAnswer exchange(byte[] request, boolean head, boolean last) throws IOException {
        Socket connected = connected();
        try {
            connected.getOutputStream().write(request);
        } catch (IOException refusedBeforeItsEnd) {
            last = true; // The answer may be there all the same.
        }
        RawAnswer answer = null;
        try {
            answer = read(Objects.requireNonNull(input), head);
        } catch (EOFException | SocketException closed) {
            close();
        }
        if (last || answer == null || answer.closes()) {
            close();
        }
        return answer;
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setSoTimeout(PATIENCE_MILLIS);
            open.setTcpNoDelay(true);
            input = new BufferedInputStream(open.getInputStream(), 1 << 14);
            socket = open;
        }
        return open;
    }

    private static RawAnswer read(InputStream input, boolean head) throws IOException {
        String statusLine = line(input);
        if (!statusLine.startsWith("HTTP/1.1 ")) {
            throw new IllegalStateException("No status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        var headers = new TreeMap<String, List<String>>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(line.substring(line.indexOf(':') + 1).strip());
        }
        boolean endless = headers.getOrDefault("content-type", List.of()).contains("text/event-stream");
        boolean none = head || endless || status == 204 || status == 304;
        return new RawAnswer(status, headers, none ? "" : body(input, headers));
    }

    private static String body(InputStream input, Map<String, List<String>> headers) throws IOException {
        byte[] bytes;
        if (headers.containsKey("transfer-encoding")) {
            bytes = chunks(input);
        } else if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length").getFirst());
            bytes = input.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
        } else {
            bytes = input.readAllBytes();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] chunks(InputStream input) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(input), 16); size > 0; size = Integer.parseInt(line(input), 16)) {
            bytes.write(input.readNBytes(size));
            line(input);
        }
        line(input);
        return bytes.toByteArray();
    }

    private static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
