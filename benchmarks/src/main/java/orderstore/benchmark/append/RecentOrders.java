package orderstore.benchmark.append;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Keeps more orders than are being changed at once, and about as many as the product does. As there, what was not used for
 * longest goes first: a cache that asks how often something was used sends away the orders that have just begun.
 */
final class RecentOrders implements Cache {

    private static final int MOST = 32_000;

    private final Map<Object, Object> orders = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > MOST;
        }
    });

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon's interface has it.
    public <K, V> @Nullable V get(K key) {
        return (V) orders.get(key);
    }

    @Override
    public void put(Object key, Object value) {
        orders.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return orders.putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return orders.remove(key) != null;
    }

    @Override
    public void removeAll() {
        orders.clear();
    }

    @Override
    public boolean containsKey(Object key) {
        return orders.containsKey(key);
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener cacheEntryListener) {
        return () -> true; // Nothing asks what leaves.
    }
}
