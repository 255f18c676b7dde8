package orderstore.projection.overview;

import java.time.Instant;

/** Where an order stands among those found: what the next page goes on after. */
public record OverviewKey(Instant changedAt, String orderId) {}
