package orderstore.benchmark.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import orderstore.benchmark.http.Ids;
import orderstore.benchmark.http.LifeOfAnOrder;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;
import orderstore.order.wire.OrderEventJson;
import org.jspecify.annotations.Nullable;

/** Rows as COPY takes them, of new orders, each order's five in a row, written into the same bytes again and again. */
final class Rows {

    /** Of so many orders at most at once. */
    static final int ORDERS = 50;

    private static final String ID = "0".repeat(Ids.LENGTH);
    private static final String POSITION = "0".repeat(12);
    private static final String BEFORE_ORDER = "\t2026-11-01T09:00:00.123456Z\t2026-11-01\t1\t";
    private static final String CHANGE = "\torder.status-changed.v1\t{\"changeId\":\"";
    private static final String METADATA =
            "\t{\"actor\":\"operator\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}\t\\\\x";
    private static final String HASH = "0".repeat(64);

    private static final int ORDER_AT = POSITION.length() + BEFORE_ORDER.length();
    private static final int CHANGE_AT = ORDER_AT + Ids.LENGTH + CHANGE.length();

    private final List<byte[]> templates = new ArrayList<>();
    private final byte[] bytes = new byte[Lines.CHUNK];
    private final byte[] order = new byte[Ids.LENGTH];
    private long position;

    Rows() {
        Status previous = null;
        for (String name : LifeOfAnOrder.STATUSES) {
            var status = new Status(name);
            templates.add(template(status, previous, templates.size() + 1));
            previous = status;
        }
    }

    private static byte[] template(Status status, @Nullable Status previous, int version) {
        var claim = new Claim(
                new ChangeId(ID),
                Kind.COMMAND,
                status,
                Instant.parse("2026-03-01T09:00:00Z"),
                "warehouse-7",
                "left dock 4",
                Map.of("trackingCode", "1Z999AA10123456784"),
                null);
        String payload = OrderEventJson.write(new StatusChanged(claim, previous));
        String row = POSITION + BEFORE_ORDER.replace("\t1\t", "\t" + version + "\t") + ID + CHANGE
                + payload.substring("{\"changeId\":\"".length()) + METADATA + HASH + "\n";
        return row.getBytes(US_ASCII);
    }

    /** Answers the length in {@link #bytes()}. */
    int write(int orders) {
        int length = 0;
        for (int i = 0; i < orders; i++) {
            Ids.write(order, 0);
            for (byte[] template : templates) {
                System.arraycopy(template, 0, bytes, length, template.length);
                writePosition(length);
                System.arraycopy(order, 0, bytes, length + ORDER_AT, order.length);
                Ids.write(bytes, length + CHANGE_AT);
                length += template.length;
                writeHash(length - 1 - HASH.length());
            }
        }
        return length;
    }

    private void writePosition(int at) {
        long rest = ++position;
        for (int i = POSITION.length() - 1; i >= 0; i--) {
            bytes[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Any hash: nobody can compress it, and this limit does not calculate one. */
    private void writeHash(int at) {
        for (int digits = 0; digits < HASH.length(); digits += 16) {
            Ids.digits(bytes, at + digits, ThreadLocalRandom.current().nextLong(), 16);
        }
    }

    byte[] bytes() {
        return bytes;
    }
}
