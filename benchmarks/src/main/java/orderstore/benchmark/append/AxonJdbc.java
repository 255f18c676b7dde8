package orderstore.benchmark.append;

import com.zaxxer.hikari.HikariDataSource;
import orderstore.benchmark.Contender;
import orderstore.order.wire.OrderEventSerializer;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;

/** Axon's own JDBC engine with its default table; each insert is a transaction, which is the fastest it can be. */
public final class AxonJdbc {

    private AxonJdbc() {}

    public static Contender on(HikariDataSource database) {
        var serializer = new OrderEventSerializer();
        var engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(database::getConnection)
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return new CommandPath(engine, NoTransactionManager.INSTANCE, database::close);
    }
}
