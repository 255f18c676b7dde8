package orderstore.benchmark.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import orderstore.benchmark.http.Ids;
import orderstore.benchmark.http.LifeOfAnOrder;

/** Lines of NDJSON for new orders, each order's five in a row, written into the same bytes again and again. */
final class Lines {

    /** Of so many orders at most at once. */
    static final int ORDERS = 50;

    static final int CHANGES = LifeOfAnOrder.STATUSES.size();
    static final int CHUNK = 128 * 1024;

    private static final String ORDER = "{\"orderId\":\"";
    private static final String CHANGE = "\",\"changeId\":\"";
    private static final String ID = "0".repeat(Ids.LENGTH);

    private final List<byte[]> templates = LifeOfAnOrder.STATUSES.stream()
            .map(status ->
                    (ORDER + ID + CHANGE + ID + "\"," + LifeOfAnOrder.members(status) + "}\n").getBytes(US_ASCII))
            .toList();
    private final byte[] bytes = new byte[CHUNK];
    private final byte[] order = new byte[Ids.LENGTH];

    /** Answers the length in {@link #bytes()}. */
    int write(int orders) {
        int length = 0;
        for (int i = 0; i < orders; i++) {
            Ids.write(order, 0);
            for (byte[] template : templates) {
                System.arraycopy(template, 0, bytes, length, template.length);
                System.arraycopy(order, 0, bytes, length + ORDER.length(), order.length);
                Ids.write(bytes, length + ORDER.length() + Ids.LENGTH + CHANGE.length());
                length += template.length;
            }
        }
        return length;
    }

    byte[] bytes() {
        return bytes;
    }
}
