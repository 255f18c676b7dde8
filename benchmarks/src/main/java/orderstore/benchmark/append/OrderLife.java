package orderstore.benchmark.append;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Expectation;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.RecordChange;
import orderstore.order.model.Status;

/** The commands of one order after another, five each: as a shop, a warehouse and a carrier would send them. */
final class OrderLife {

    /** In the order of the default status model. */
    static final List<Status> STATUSES = List.of(
            new Status("PLACED"),
            new Status("CONFIRMED"),
            new Status("PACKED"),
            new Status("SHIPPED"),
            new Status("DELIVERED"));

    private static final Instant HAPPENED = Instant.parse("2026-03-01T09:00:00Z");

    private OrderId order = new OrderId(timeOrderedId());
    private int next;

    /** Which change of its order the last one was, from 1. */
    int version() {
        return next;
    }

    RecordChange next() {
        if (next == STATUSES.size()) {
            order = new OrderId(timeOrderedId());
            next = 0;
        }
        var claim = new Claim(
                new ChangeId(timeOrderedId()),
                Kind.COMMAND,
                STATUSES.get(next++),
                HAPPENED,
                "warehouse-7",
                "left dock 4",
                Map.of("trackingCode", "1Z999AA10123456784"),
                null);
        return new RecordChange(order, claim, new Expectation.Anything(), Instant.now());
    }

    /** A W3C trace id. */
    static String traceId() {
        var random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** A UUIDv7 (RFC 9562, 5.7). */
    static String timeOrderedId() {
        var random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12);
        return new UUID(time, random.nextLong() >>> 2 | 1L << 63).toString();
    }
}
