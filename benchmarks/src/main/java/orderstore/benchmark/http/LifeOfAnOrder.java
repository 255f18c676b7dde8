package orderstore.benchmark.http;

import java.util.List;

/** The five changes of an order, as JSON; the same as those that are appended in process. */
public final class LifeOfAnOrder {

    /** In the order of the default status model. */
    public static final List<String> STATUSES = List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED");

    private LifeOfAnOrder() {}

    /** A change without its ids. */
    public static String change(String status) {
        return "{" + members(status) + "}";
    }

    /** The members of a change without its ids. */
    public static String members(String status) {
        return "\"status\":\"" + status + "\",\"occurredAt\":\"2026-03-01T09:00:00Z\",\"source\":\"warehouse-7\","
                + "\"reason\":\"left dock 4\",\"attributes\":{\"trackingCode\":\"1Z999AA10123456784\"}";
    }
}
