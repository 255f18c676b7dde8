package orderstore.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import orderstore.order.OrderAggregate;
import orderstore.order.model.StatusModel;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.FixedValueParameterResolver;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.junit.jupiter.api.Test;

/** Which orders stay in memory. */
class KeepingRecentOrdersTest {

    /** What an order without changes is taken to be. */
    private static final long EMPTY_ORDER = 1_000;

    /** Of the aggregate, whose handler is given a status model; here it is never called. */
    private static final AggregateModel<OrderAggregate> MODEL = AnnotatedAggregateMetaModelFactory.inspectAggregate(
            OrderAggregate.class,
            MultiParameterResolverFactory.ordered(
                    ClasspathParameterResolverFactory.forClass(OrderAggregate.class),
                    (method, parameters, index) -> parameters[index].getType() == StatusModel.class
                            ? new FixedValueParameterResolver<>(StatusModel.class)
                            : null));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void orders_that_have_just_begun_stay_and_those_that_are_done_go_however_often_they_were_used() {
        var cache = new AggregateCache(100, 1L << 20, metrics);
        IntStream.range(0, 100).forEach(done -> {
            cache.put("done-" + done, order());
            IntStream.range(0, 20).forEach(use -> cache.get("done-" + done));
        });

        IntStream.range(0, 100).forEach(begun -> cache.put("begun-" + begun, order()));

        assertThat(IntStream.range(0, 100)).allMatch(begun -> cache.containsKey("begun-" + begun));
        assertThat(IntStream.range(0, 100)).noneMatch(done -> cache.containsKey("done-" + done));
        assertThat(metrics.counter("orderstore.orders.cache.evictions").count()).isEqualTo(100);
    }

    @Test
    void what_was_used_last_goes_last() {
        var cache = new AggregateCache(2, 1L << 20, metrics);
        cache.put("a", order());
        cache.put("b", order());
        cache.get("a");
        cache.put("c", order());

        assertThat(cache.containsKey("a")).isTrue();
        assertThat(cache.containsKey("b")).isFalse();
    }

    @Test
    void they_take_no_more_memory_than_they_may() {
        var cache = new AggregateCache(1_000, 10 * EMPTY_ORDER, metrics);
        IntStream.range(0, 11).forEach(number -> cache.put("o-" + number, order()));
        assertThat(metrics.get("orderstore.orders.cache.size").gauge().value()).isEqualTo(10);

        cache.remove("o-10");
        cache.put("o-9", order()); // In the place of itself.
        cache.put("o-11", order());
        assertThat(cache.containsKey("o-1")).isTrue();
    }

    private static AggregateCacheEntry<OrderAggregate> order() {
        try {
            var constructor = OrderAggregate.class.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new AggregateCacheEntry<>(EventSourcedAggregate.reconstruct(
                    constructor.newInstance(), MODEL, 0L, false, null, NoSnapshotTriggerDefinition.TRIGGER));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
