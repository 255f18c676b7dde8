package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Appends five changes to each of one new order after another, with what a warehouse would send. */
final class Appends implements Requests {

    private static final String ORDER = "0".repeat(Ids.LENGTH);
    private static final String BETWEEN = "/status-changes/";
    private static final String TRACE = "traceparent: 00-";

    private final List<byte[]> requests;
    private final int orderAt;
    private final int changeAt;
    private final int traceAt;
    private final byte[] order = new byte[Ids.LENGTH];
    private int next;

    /** Below a path such as {@code /v1/orders/}. */
    Appends(String path, String headers) {
        orderAt = "PUT ".length() + path.length();
        changeAt = orderAt + Ids.LENGTH + BETWEEN.length();
        requests = LifeOfAnOrder.STATUSES.stream()
                .map(status -> request(path, headers, LifeOfAnOrder.change(status)))
                .toList();
        traceAt = new String(requests.getFirst(), US_ASCII).indexOf(TRACE) + TRACE.length();
    }

    private static byte[] request(String path, String headers, String body) {
        String head = "PUT " + path + ORDER + BETWEEN + ORDER + " HTTP/1.1\r\n"
                + TRACE + "0".repeat(32) + "-00f067aa0ba902b7-01\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(US_ASCII);
    }

    @Override
    public byte[] next() {
        if (next == 0) {
            Ids.write(order, 0);
        }
        byte[] request = requests.get(next);
        next = (next + 1) % requests.size();
        System.arraycopy(order, 0, request, orderAt, order.length);
        Ids.write(request, changeAt);
        Ids.writeTrace(request, traceAt);
        return request;
    }

    @Override
    public int expectedStatus() {
        return 201;
    }
}
