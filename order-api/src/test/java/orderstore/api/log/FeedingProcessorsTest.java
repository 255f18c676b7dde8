package orderstore.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogMessageSource;
import orderstore.order.OrderEvent;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.annotation.SourceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A streaming processor of Axon is handed an event at once, and asks for none. */
class FeedingProcessorsTest extends RunningServer {

    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2);
    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private final String order = UUID.randomUUID().toString();

    @Autowired
    private LogMessageSource source;

    @Autowired
    private MeterRegistry metrics;

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    /** What a projection will be. */
    final class Noting {
        @EventHandler
        void on(OrderEvent event, @SourceId String of, @SequenceNumber long number) {
            handled.add(of + " " + number + " " + event.claim().changeId());
        }
    }

    @Test
    void each_event_comes_once_and_in_order() throws Exception {
        PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                .name("test")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(List.of(new Noting()))
                        .build())
                .messageSource(source)
                .initialToken(StreamableMessageSource::createHeadToken)
                .tokenStore(new InMemoryTokenStore())
                .transactionManager(NoTransactionManager.INSTANCE)
                .coordinatorExecutor(workers)
                .workerExecutor(workers)
                .initialSegmentCount(1)
                .build();
        processor.start();
        try {
            for (int number = 0; number < 5; number++) {
                report("c-" + number);
                assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(order + " " + number + " c-" + number);
            }
            assertThat(metrics.get("orderstore.log.tail.lag").timer().count()).isPositive();
        } finally {
            processor.shutDown();
        }
    }

    @Test
    void the_event_store_has_no_thread_that_asks_for_events() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().equals("EmbeddedEventStore"));
    }

    @Test
    void the_tail_is_measured() {
        assertThat(metrics.get("orderstore.log.tail.connected").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("orderstore.log.tail.followers").gauge().value()).isNotNegative();
        assertThat(metrics.get("orderstore.log.append.conflicts").counter().count())
                .isNotNegative();
    }

    private void report(String changeId) {
        var answer = send(
                "PUT",
                "/v1/orders/" + order + "/status-changes/" + changeId,
                operatorKey(),
                "{\"status\":\"PLACED\",\"kind\":\"report\"}");
        assertThat(answer.status()).isEqualTo(201);
    }
}
