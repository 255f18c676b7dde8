package orderstore.benchmark.append;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import java.sql.Types;
import java.util.Objects;
import orderstore.benchmark.Contender;
import orderstore.order.wire.OrderEventSerializer;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SnapshotEventEntry;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.descriptor.jdbc.VarbinaryJdbcType;

/** Axon's own JPA engine on Hibernate, with payloads as bytea rather than its default of large objects. */
final class AxonJpa {

    private AxonJpa() {}

    static Contender on(HikariDataSource database) {
        var configuration = new Configuration()
                .addAnnotatedClass(DomainEventEntry.class)
                .addAnnotatedClass(SnapshotEventEntry.class)
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.dialect", BytesInTheRow.class.getName());
        configuration.getProperties().put("hibernate.connection.datasource", database);
        SessionFactory sessions = configuration.buildSessionFactory();
        var transactions = new EntityTransactions(sessions);
        var serializer = new OrderEventSerializer();
        var engine = JpaEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .entityManagerProvider(transactions::current)
                .transactionManager(transactions)
                .build();
        return new CommandPath(engine, transactions, () -> {
            sessions.close();
            database.close();
        });
    }

    /** As Axon's reference guide advises for PostgreSQL. */
    public static final class BytesInTheRow extends PostgreSQLDialect {

        @Override
        protected String columnType(int sqlTypeCode) {
            return sqlTypeCode == Types.BLOB ? "bytea" : super.columnType(sqlTypeCode);
        }

        @Override
        protected String castType(int sqlTypeCode) {
            return sqlTypeCode == Types.BLOB ? "bytea" : super.castType(sqlTypeCode);
        }

        @Override
        public void contributeTypes(TypeContributions types, ServiceRegistry services) {
            super.contributeTypes(types, services);
            types.getTypeConfiguration().getJdbcTypeRegistry().addDescriptor(Types.BLOB, VarbinaryJdbcType.INSTANCE);
        }
    }

    /** One entity manager for each transaction, of the thread that began it. */
    private record EntityTransactions(SessionFactory sessions, ThreadLocal<EntityManager> manager)
            implements TransactionManager {

        EntityTransactions(SessionFactory sessions) {
            this(sessions, new ThreadLocal<>());
        }

        EntityManager current() {
            return Objects.requireNonNull(manager.get());
        }

        @Override
        public Transaction startTransaction() {
            if (manager.get() != null) {
                return NOTHING; // Within the one that the command began.
            }
            EntityManager begun = sessions.createEntityManager();
            begun.getTransaction().begin();
            manager.set(begun);
            return new Transaction() {
                @Override
                public void commit() {
                    begun.getTransaction().commit();
                    end();
                }

                @Override
                public void rollback() {
                    begun.getTransaction().rollback();
                    end();
                }

                private void end() {
                    begun.close();
                    manager.remove();
                }
            };
        }

        private static final Transaction NOTHING = new Transaction() {
            @Override
            public void commit() {}

            @Override
            public void rollback() {}
        };
    }
}
