package orderstore.benchmark.append;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/** Keeps more orders than are being changed at once, and about as many as the product does. */
final class RecentOrders implements Cache {

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> orders =
            Caffeine.newBuilder().maximumSize(32_000).build();

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

    @Override
    public Registration registerCacheEntryListener(EntryListener cacheEntryListener) {
        return () -> true; // Nothing asks what leaves.
    }
}
