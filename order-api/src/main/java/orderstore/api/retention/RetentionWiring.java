package orderstore.api.retention;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import orderstore.api.archive.ChangeLines;
import orderstore.api.launch.StartRefused;
import orderstore.api.log.UnhurriedConnections;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.archive.ArchiveFolder;
import orderstore.eventlog.retention.Derivations;
import orderstore.eventlog.retention.Holds;
import orderstore.eventlog.retention.LogPartitions;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.PurgeRefusedException;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionReceipts;
import orderstore.projection.Projection;
import orderstore.projection.retention.ForgottenOrders;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Retention over the log and the read models of this application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class RetentionWiring {

    private static final int CONNECTIONS = 3;

    /**
     * Connections of retention's own role. Their statements may take as long as they need; but a node that freezes in
     * the middle of a purge lets go of what it holds soon.
     */
    @Bean(defaultCandidate = false)
    @Qualifier("retention")
    HikariDataSource retentionConnections(HikariDataSource pool) {
        return UnhurriedConnections.beside(pool, "retention", CONNECTIONS, """
                set role orderstore_retention;
                set lock_timeout = '5s';
                set idle_in_transaction_session_timeout = '5s'
                """);
    }

    @Bean
    @DependsOnDatabaseInitialization
    RetentionPlans retentionPlans(@Qualifier("retention") HikariDataSource own) {
        return new RetentionPlans(own);
    }

    @Bean
    @DependsOnDatabaseInitialization
    RetentionReceipts retentionReceipts(DataSource database) {
        return new RetentionReceipts(database);
    }

    @Bean
    @DependsOnDatabaseInitialization
    LogPartitions logPartitions(@Qualifier("retention") HikariDataSource own) {
        return new LogPartitions(own);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Holds holds(DataSource database) {
        return new Holds(database);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Purge purge(
            @Qualifier("retention") HikariDataSource own,
            List<Projection> projections,
            LogReader log,
            LogTail tail,
            RetentionSettings settings,
            JsonMapper json) {
        return new Purge(
                own,
                new ReadModels(new ForgottenOrders(projections), log, tail),
                settings.archive() == null ? null : archives(settings.archive(), json));
    }

    static ArchiveFolder archives(Path folder, JsonMapper json) {
        var archives = new ArchiveFolder(folder, new ChangeLines(json));
        try {
            archives.prepare();
        } catch (IOException e) {
            throw new StartRefused("orderstore.retention.archive is " + folder.toAbsolutePath()
                    + ", but no file can be written there: " + e + ".");
        }
        return archives;
    }

    /** The read models of this application as what is made from the log. */
    private record ReadModels(ForgottenOrders orders, LogReader log, LogTail tail) implements Derivations {

        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return orders.behind(transaction, cutoff);
        }

        @Override
        public void exclude(DataSource transaction) {
            orders.exclude(transaction).ifPresent(made -> {
                throw new PurgeRefusedException(
                        PurgeRefusedException.Reason.BEING_READ,
                        made + " is running, and reads what would go. Let it end, or cancel it.");
            });
        }

        @Override
        public void forget(DataSource transaction) {
            orders.forget(transaction);
        }

        @Override
        public void settle(DataSource transaction) {
            orders.settle(transaction);
        }

        /** Other nodes find it out by themselves within `orderstore.log.poll-interval`. */
        @Override
        public void purged() {
            tail.purged(log.floor());
            tail.purges(log.purges());
        }
    }
}
