package orderstore.api.log;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import orderstore.order.OrderAggregate;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * The orders that were changed here lately, bounded by the memory that they take.
 *
 * <p>What it holds may be stale when other nodes write. The version check makes that harmless for what is
 * appended; whoever refuses by what was cached asks the log first whether it still is so.
 */
public final class AggregateCache implements Cache {

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> orders;

    AggregateCache(long maxOrders, long maxBytes, MeterRegistry metrics) {
        long least =
                Math.max(1, maxBytes / maxOrders); // An order that takes less counts so much: that bounds their number.
        orders = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((key, entry) -> (int) Math.min(Integer.MAX_VALUE, Math.max(least, bytes(entry))))
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, orders, "orderstore.orders");
    }

    /** An entry holds the aggregate itself, for which recreating it asks. */
    @SuppressWarnings("unchecked") // No other aggregate is configured with this cache.
    private static long bytes(Object entry) {
        return ((AggregateCacheEntry<OrderAggregate>) entry)
                .recreateAggregate(null, null, null)
                .invoke(OrderAggregate::bytes);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon's interface has it.
    public <K, V> @Nullable V get(K key) {
        return (V) orders.getIfPresent(key);
    }

    @Override
    public void put(Object key, Object value) {
        orders.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return orders.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return orders.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        orders.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return orders.asMap().containsKey(key);
    }

    /** Nothing listens: an order that is not here is read from the log. */
    @Override
    public Registration registerCacheEntryListener(EntryListener cacheEntryListener) {
        throw new IllegalStateException("This cache has no listeners");
    }
}
