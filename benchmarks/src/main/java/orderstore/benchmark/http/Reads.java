package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.ThreadLocalRandom;

/** Asks for stored orders at random; an order's id begins with its number in 8 hexadecimal digits. */
final class Reads implements Requests {

    private static final String PLACE = "{}";
    private static final String REST = "-0000-7000-8000-000000000000";

    private final byte[] request;
    private final int idAt;
    private final Range orders;

    /** The orders {@code first}, {@code first + step}, …; {@code count} in all. */
    record Range(int first, int step, int count) {
        int any() {
            return first + step * ThreadLocalRandom.current().nextInt(count);
        }
    }

    Reads(String path, Range orders, String headers) {
        this.idAt = "GET ".length() + path.indexOf(PLACE);
        this.request = ("GET " + path.replace(PLACE, "00000000" + REST) + " HTTP/1.1\r\n" + headers + "\r\n")
                .getBytes(US_ASCII);
        this.orders = orders;
    }

    @Override
    public byte[] next() {
        Ids.digits(request, idAt, orders.any(), 8);
        return request;
    }

    @Override
    public int expectedStatus() {
        return 200;
    }
}
