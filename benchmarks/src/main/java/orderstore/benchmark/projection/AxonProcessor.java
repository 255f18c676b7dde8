package orderstore.benchmark.projection;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;
import orderstore.order.Change;
import orderstore.order.OrderEvent;
import orderstore.order.wire.OrderEventSerializer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Axon's pooled streaming processor over Axon's own JDBC engine, with the same serializer: a row is written for each
 * event, batches of 1,000 share a transaction, and four segments share the work.
 */
final class AxonProcessor implements Step, AutoCloseable {

    private static final int BATCH = 1_000;
    private static final int SEGMENTS = 4;

    private static final String FILL = """
            insert into domainevententry
              (globalIndex, aggregateIdentifier, sequenceNumber, type, eventIdentifier, metaData, payload,
                payloadRevision, payloadType, timeStamp)
            select
              row_number() over (order by position),
              order_id,
              version - 1,
              'Order',
              gen_random_uuid()::text,
              convert_to(metadata, 'UTF8'),
              convert_to(payload, 'UTF8'),
              '1',
              'order.status-changed',
              to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            from order_event
            order by position
            limit
            """;

    private static final String TABLE = """
            drop table if exists axon_overview;
            create table axon_overview (like order_overview_layout including all)
            """;

    private static final String UPSERT = """
            insert into axon_overview
              (order_id, status, source, changed_at, conflicting, opened_at, version, position)
            values (?, ?, ?, ?, false, ?, ?, 0)
            on conflict (order_id) do update set
              status = excluded.status,
              source = excluded.source,
              changed_at = excluded.changed_at,
              opened_at = least(axon_overview.opened_at, excluded.opened_at),
              version = excluded.version
            """;

    /** A token names the classes that it consists of. */
    private static final PolymorphicTypeValidator TOKENS = BasicPolymorphicTypeValidator.builder()
            .allowIfSubType("java.util.")
            .allowIfSubType("org.axonframework.")
            .build();

    private final String url;
    private final HikariDataSource database;
    private final EmbeddedEventStore events;
    private final JdbcTokenStore tokens;
    private final SpringTransactionManager transactions;
    private final AtomicInteger runs = new AtomicInteger();

    private AxonProcessor(String url, HikariDataSource database) {
        var connections = new SpringDataSourceConnectionProvider(database);
        var serializer = new OrderEventSerializer();
        this.url = url;
        this.database = database;
        this.transactions = new SpringTransactionManager(new DataSourceTransactionManager(database));
        var engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .batchSize(BATCH)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        this.events = EmbeddedEventStore.builder().storageEngine(engine).build();
        this.tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(Jackson3Serializer.builder()
                        .jsonMapperBuilderCustomizer(json -> json.polymorphicTypeValidator(TOKENS))
                        .build())
                .build();
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
    }

    /** Over a copy of the first so many events of the log. */
    static AxonProcessor on(String url, int events) throws SQLException {
        var processor = new AxonProcessor(url, Server.plainPool(url, 2 * SEGMENTS + 4));
        Server.execute(url, FILL + events);
        Server.execute(url, "vacuum (analyze) domainevententry");
        return processor;
    }

    /** Writes one row an event, as a handler does that knows nothing of the others. */
    static final class Rows {

        private final JdbcClient database;
        private final AtomicLong handled;

        Rows(JdbcClient database, AtomicLong handled) {
            this.database = database;
            this.handled = handled;
        }

        @EventHandler
        void on(OrderEvent event, DomainEventMessage<?> message) {
            int version = Math.toIntExact(message.getSequenceNumber() + 1);
            var happened = Timestamp.from(new Change(version, event, message.getTimestamp()).occurredAt());
            database.sql(UPSERT)
                    .param(message.getAggregateIdentifier())
                    .param(event.claim().status().name())
                    .param(event.claim().source())
                    .param(happened)
                    .param(happened)
                    .param(version)
                    .update();
            handled.incrementAndGet();
        }
    }

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        long wanted = Server.number(url, "select count(*) from domainevententry");
        Server.execute(url, TABLE);
        Server.execute(url, "checkpoint");
        var handled = new AtomicLong();
        try (ScheduledExecutorService coordinator = Executors.newScheduledThreadPool(1);
                ScheduledExecutorService workers = Executors.newScheduledThreadPool(SEGMENTS)) {
            PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                    .name("overview-" + runs.incrementAndGet())
                    .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                            .eventHandlers(new Rows(JdbcClient.create(database), handled))
                            .build())
                    .messageSource(events)
                    .tokenStore(tokens)
                    .transactionManager(transactions)
                    .coordinatorExecutor(coordinator)
                    .workerExecutor(workers)
                    .initialSegmentCount(SEGMENTS)
                    .batchSize(BATCH)
                    .build();
            long begun = System.nanoTime();
            processor.start();
            Polling.until("all are handled", () -> handled.get() >= wanted && committed() >= wanted);
            double seconds = (System.nanoTime() - begun) / 1e9;
            processor.shutDown();
            return Map.of("axon_processor_per_second", wanted / seconds);
        }
    }

    /** Not asked before all was handled. */
    private long committed() throws SQLException {
        return Server.number(url, "select coalesce(sum(version), 0) from axon_overview");
    }

    @Override
    public void close() {
        events.shutDown();
        database.close();
    }
}
