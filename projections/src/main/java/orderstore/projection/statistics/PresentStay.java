package orderstore.projection.statistics;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The stay in which an order is.
 *
 * @param version of the order, so far
 * @param openedIn the month in which the order was opened, by its first day
 */
record PresentStay(String orderId, int ordinal, String status, Instant changedAt, int version, LocalDate openedIn) {}
