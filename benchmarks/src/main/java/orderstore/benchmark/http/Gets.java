package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Asks for some paths in turn, from any of them on. */
final class Gets implements Requests {

    private final List<byte[]> requests;
    private int next;

    Gets(List<String> paths, String headers) {
        requests = paths.stream()
                .map(path -> ("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n").getBytes(US_ASCII))
                .toList();
        next = ThreadLocalRandom.current().nextInt(paths.size());
    }

    @Override
    public byte[] next() {
        next = (next + 1) % requests.size();
        return requests.get(next);
    }

    @Override
    public int expectedStatus() {
        return 200;
    }
}
