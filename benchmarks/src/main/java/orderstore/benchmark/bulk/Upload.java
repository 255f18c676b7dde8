package orderstore.benchmark.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orderstore.benchmark.process.Worker;

/** One upload after another, each on a connection of its own. Writes and reads at the same time. */
final class Upload {

    private final int port;
    private final String key;
    private final Lines lines = new Lines();

    private Upload(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /** The port of the server and a key; asked with a number of orders it answers with nanoseconds. */
    public static void main(String[] arguments) throws IOException {
        var upload = new Upload(Integer.parseInt(arguments[0]), arguments[1]);
        Worker.serve(orders -> Long.toString(upload.run(Integer.parseInt(orders))));
    }

    private long run(int orders) throws IOException, InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        try (var sending = Executors.newVirtualThreadPerTaskExecutor();
                var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Future<?> sent = sending.submit(() -> {
                send(socket.getOutputStream(), orders);
                return null;
            });
            UploadAnswer answer = UploadAnswer.read(new BufferedInputStream(socket.getInputStream(), Lines.CHUNK));
            long nanos = System.nanoTime() - begun;
            requireAll(answer, orders * Lines.CHANGES);
            sent.get();
            return nanos;
        }
    }

    private void send(OutputStream output, int orders) throws IOException {
        String head = "POST /v1/status-changes HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key
                + "\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
                + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        output.write(head.getBytes(US_ASCII));
        for (int left = orders; left > 0; left -= Lines.ORDERS) {
            int length = lines.write(Math.min(left, Lines.ORDERS));
            output.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
            output.write(lines.bytes(), 0, length);
            output.write("\r\n".getBytes(US_ASCII));
        }
        output.write("0\r\n\r\n".getBytes(US_ASCII));
    }

    private static void requireAll(UploadAnswer answer, int changes) {
        String summary = "{\"summary\":{\"lines\":%d,\"appended\":%d,\"replayed\":0,\"refused\":0}}\n"
                .formatted(changes, changes);
        if (answer.status() != 200 || !answer.end().endsWith("\n" + summary)) {
            throw new IllegalStateException("Unexpected answer: " + answer.status() + " … " + answer.end());
        }
    }
}
