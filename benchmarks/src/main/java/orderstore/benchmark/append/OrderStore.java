package orderstore.benchmark.append;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Objects;
import orderstore.benchmark.Contender;
import orderstore.eventlog.AppendLimits;
import orderstore.eventlog.AppendObserver;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.PostgresEventStorageEngine;
import orderstore.eventlog.StreamState;
import orderstore.order.PendingChange;
import orderstore.order.wire.OrderEventSerializer;
import orderstore.order.wire.OrderSummaryJson;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;

/** This store's own log, wired as in the product. */
public final class OrderStore {

    private OrderStore() {}

    public static Contender on(HikariDataSource database) {
        return on(database, AppendObserver.NONE);
    }

    /** The same with somebody who follows the log. */
    public static Commands on(HikariDataSource database, AppendObserver observer) {
        var engine = new PostgresEventStorageEngine(
                database,
                new LogReader(database),
                new OrderEventSerializer(),
                "Order",
                new Pending(),
                AppendLimits.DEFAULT,
                observer);
        return new CommandPath(engine, NoTransactionManager.INSTANCE, () -> {
            engine.close();
            database.close();
        });
    }

    private static final class Pending implements StreamState {

        @Override
        public String after(DomainEventMessage<?> event) {
            return OrderSummaryJson.write(pending(event).summary());
        }

        @Override
        public void recorded(DomainEventMessage<?> event, Instant recordedAt) {
            pending(event).recorded().accept(recordedAt);
        }

        private static PendingChange pending(DomainEventMessage<?> event) {
            return (PendingChange) Objects.requireNonNull(event.getMetaData().get(PendingChange.KEY));
        }
    }
}
