package orderstore.api.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import orderstore.order.Order;
import orderstore.order.OrderAggregate;
import orderstore.order.OrderId;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * The orders that were changed here lately, bounded by their number and by the memory that they take.
 *
 * <p>What was not used for longest goes first. Policies that ask how often something was used keep orders that are
 * done and send away those that have just begun, which are the ones about to change.
 *
 * <p>What it holds may be stale when other nodes write. The version check makes that harmless for what is
 * appended; whoever refuses by what was cached asks the log first whether it still is so.
 */
public final class AggregateCache implements Cache {

    private record Kept(Object entry, long bytes) {}

    private final Map<Object, Kept> orders = new LinkedHashMap<>(16, 0.75f, true);
    private final int maxOrders;
    private final long maxBytes;
    private final Counter hits;
    private final Counter misses;
    private final Counter evictions;
    private long bytes;

    AggregateCache(int maxOrders, long maxBytes, MeterRegistry metrics) {
        this.maxOrders = maxOrders;
        this.maxBytes = maxBytes;
        hits = gets("hit", metrics);
        misses = gets("miss", metrics);
        evictions = Counter.builder("orderstore.orders.cache.evictions")
                .description("Orders that left the memory because others came")
                .register(metrics);
        Gauge.builder("orderstore.orders.cache.size", this, AggregateCache::size)
                .description("Orders that are kept in memory")
                .register(metrics);
    }

    private static Counter gets(String result, MeterRegistry metrics) {
        return Counter.builder("orderstore.orders.cache.gets")
                .description("Orders that were wanted for a change")
                .tag("result", result)
                .register(metrics);
    }

    private static long bytes(Object entry) {
        return ask(entry, OrderAggregate::bytes);
    }

    /** An entry holds the aggregate itself, for which recreating it asks. */
    @SuppressWarnings("unchecked") // No other aggregate is configured with this cache.
    private static <T> T ask(Object entry, Function<OrderAggregate, T> question) {
        return ((AggregateCacheEntry<OrderAggregate>) entry)
                .recreateAggregate(null, null, null)
                .invoke(question);
    }

    /** An order as the log had it when it was last changed here, or null. */
    public @Nullable Order order(OrderId id) {
        Object entry = get(id.value());
        if (entry instanceof KeptOrder kept) {
            return kept.order(); // Without making an aggregate, which a batch has no use for.
        }
        return entry == null ? null : ask(entry, OrderAggregate::recorded);
    }

    /** Keeps an order as the log has it. */
    public void put(OrderId id, Order order) {
        put(id.value(), new KeptOrder(id, order));
    }

    private synchronized int size() {
        return orders.size();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon's interface has it.
    public <K, V> @Nullable V get(K key) {
        Kept kept;
        synchronized (this) {
            kept = orders.get(key);
        }
        (kept == null ? misses : hits).increment();
        return kept == null ? null : (V) kept.entry();
    }

    @Override
    public void put(Object key, Object value) {
        var kept = new Kept(value, bytes(value));
        synchronized (this) {
            Kept before = orders.put(key, kept);
            bytes += kept.bytes() - (before == null ? 0 : before.bytes());
            evict();
        }
    }

    private void evict() {
        Iterator<Kept> oldest = orders.values().iterator();
        while (orders.size() > maxOrders || (bytes > maxBytes && oldest.hasNext())) {
            bytes -= oldest.next().bytes();
            oldest.remove();
            evictions.increment();
        }
    }

    @Override
    public synchronized boolean putIfAbsent(Object key, Object value) {
        if (orders.containsKey(key)) {
            return false;
        }
        put(key, value);
        return true;
    }

    @Override
    public synchronized boolean remove(Object key) {
        Kept kept = orders.remove(key);
        bytes -= kept == null ? 0 : kept.bytes();
        return kept != null;
    }

    @Override
    public synchronized void removeAll() {
        orders.clear();
        bytes = 0;
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return orders.containsKey(key);
    }

    /** Nothing listens: an order that is not here is read from the log. */
    @Override
    public Registration registerCacheEntryListener(EntryListener cacheEntryListener) {
        throw new IllegalStateException("This cache has no listeners");
    }
}
