package orderstore.projection.statistics;

import java.time.Instant;

/**
 * The stay in which an order is.
 *
 * @param version of the order, so far
 */
record PresentStay(String orderId, int ordinal, String status, Instant changedAt, int version) {}
