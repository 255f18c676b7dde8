package orderstore.projection.processing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import javax.sql.DataSource;
import orderstore.projection.ChangeLog;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.intake.Intake;
import orderstore.projection.intake.SkippedChanges;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the processors of generations. Those of a node share connections, but each has threads of its own: a generation is
 * held while it is compared, and would keep them from others.
 */
final class ProcessorFactory implements AutoCloseable {

    /** So many pieces of news share a transaction at most; see the longest piece in the log's stream of them. */
    private static final int NEWS = 32;

    /** Each waits a moment between two messages; so many generations need not wait for each other. */
    private static final int COORDINATORS = 4;

    private final ChangeLog log;
    private final Function<Duration, StreamableMessageSource<TrackedEventMessage<?>>> news;
    private final JdbcClient database;
    private final DataSourceTransactionManager transactions;
    private final ProcessingLimits limits;
    private final NodeClaims claims;
    private final ProcessingObserver observer;
    private final ThreadFactory threads;
    private final ScheduledExecutorService coordinators;

    ProcessorFactory(
            ChangeLog log,
            Function<Duration, StreamableMessageSource<TrackedEventMessage<?>>> news,
            DataSource database,
            ProcessingLimits limits,
            String node,
            ProcessingObserver observer) {
        this.log = log;
        this.news = news;
        this.database = JdbcClient.create(database);
        this.transactions = new DataSourceTransactionManager(database);
        this.limits = limits;
        this.claims = new NodeClaims(this.database, node, limits.claim());
        this.observer = observer;
        // Not virtual ones: they fold without a pause, and those that answer requests would have to wait.
        this.threads = Thread.ofPlatform().daemon().name("projection-", 0).factory();
        this.coordinators = Executors.newScheduledThreadPool(COORDINATORS, threads);
    }

    /** A processor that works on one generation, on this node. */
    record Running(PooledStreamingEventProcessor processor, ScheduledExecutorService workers, OutageWatch watch) {

        /** Whether it met an outage, and may now wait for long before it tries again. */
        boolean lostTheDatabase() {
            return processor.isError() || watch.lost();
        }

        /** Ends when what it is at is done, and its segments are free for other nodes. */
        CompletableFuture<Void> stop() {
            return processor.shutdownAsync().whenComplete((done, failure) -> workers.shutdown());
        }
    }

    /** Starts a processor. */
    Running start(Projection projection, Generation generation) {
        var watch = new OutageWatch(new TransactionTemplate(transactions));
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(limits.segments(), threads);
        PooledStreamingEventProcessor processor = processor(projection, generation, workers, watch);
        processor.start();
        return new Running(processor, workers, watch);
    }

    private PooledStreamingEventProcessor processor(
            Projection projection, Generation generation, ScheduledExecutorService workers, OutageWatch watch) {
        var segments = new SegmentTokens(database, generation, claims);
        var intake = new Intake(projection.projector(generation), generation, database, transactions);
        var skipped = new SkippedChanges(database, generation);
        var batch = new SegmentBatch(generation, log, segments, skipped, intake, watch, observer);
        return PooledStreamingEventProcessor.builder()
                .name(generation.toString())
                .eventHandlerInvoker(batch)
                .messageSource(news.apply(projection.gathering()))
                .tokenStore(segments)
                .transactionManager(watch)
                .coordinatorExecutor(coordinators)
                .workerExecutor(workers)
                .batchSize(NEWS)
                .claimExtensionThreshold(limits.claim().toMillis() / 2)
                .tokenClaimInterval(limits.claim().toMillis() / 2)
                .build();
    }

    @Override
    public void close() {
        coordinators.shutdown();
    }
}
