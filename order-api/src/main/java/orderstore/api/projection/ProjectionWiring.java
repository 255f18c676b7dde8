package orderstore.api.projection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import orderstore.api.log.UnhurriedConnections;
import orderstore.eventlog.LogAdvances;
import orderstore.eventlog.LogRanges;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.projection.ChangeLog;
import orderstore.projection.Projection;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessing;
import orderstore.projection.overview.Overview;
import orderstore.projection.processing.ProjectionProgress;
import orderstore.projection.processing.Projections;
import orderstore.projection.rebuild.Rebuilds;
import orderstore.projection.statistics.Statistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** The read models that there are, and what keeps them up to date on this node. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionSettings.class)
class ProjectionWiring {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionWiring.class);

    @Bean
    Overview overview() {
        return new Overview();
    }

    @Bean
    Statistics statistics(ChangeLog log) {
        return new Statistics(log);
    }

    /**
     * Connections of the processors' own, so that they and those who ask do not wait for each other. Their commits
     * wait for no disk: rows and place in the log are lost together, and are then made again from the log.
     */
    @Bean(defaultCandidate = false)
    @Qualifier("projections")
    HikariDataSource projectionConnections(HikariDataSource pool, ProjectionSettings settings) {
        var config = new HikariConfig();
        pool.copyStateTo(config);
        config.setPoolName("projections");
        config.setMaximumPoolSize(4 * settings.segments() + 4);
        config.setMinimumIdle(1);
        config.setConnectionInitSql(pool.getConnectionInitSql() + "; set synchronous_commit = off");
        return new HikariDataSource(config);
    }

    /**
     * Connections for rebuilds. A session may wait while others of the same rebuild work; but a node that freezes lets go of
     * the range that it reads soon.
     */
    @Bean(defaultCandidate = false)
    @Qualifier("rebuilds")
    HikariDataSource rebuildConnections(HikariDataSource pool, ProjectionSettings settings) {
        return UnhurriedConnections.beside(
                pool,
                "rebuilds",
                2 * settings.rebuildWorkers() + 2,
                Objects.requireNonNullElse(pool.getConnectionInitSql(), "select 1") + """
                ;
                set statement_timeout = 0;
                set idle_in_transaction_session_timeout = '1min';
                set synchronous_commit = off
                """);
    }

    /** How far they are, for requests that wait for it. */
    @Bean
    ProjectionProgress projectionProgress(HikariDataSource pool) {
        return new ProjectionProgress(pool);
    }

    @Bean
    ProgressRelease progressRelease(ProjectionProgress progress) {
        return new ProgressRelease(progress);
    }

    @Bean
    ChangeLog changeLog(LogReader log, LogTail tail, @Qualifier("rebuilds") HikariDataSource own) {
        return new LoggedChanges(log, tail, new LogRanges(own));
    }

    @Bean
    @DependsOnDatabaseInitialization
    Rebuilds rebuilds(
            List<Projection> all,
            ChangeLog log,
            HikariDataSource pool,
            @Qualifier("rebuilds") HikariDataSource own,
            ProjectionSettings settings) {
        return new Rebuilds(all, log, pool, own, settings.segments(), settings.rebuildLimits());
    }

    @Bean
    @DependsOnDatabaseInitialization
    Projections projections(
            List<Projection> all,
            HikariDataSource pool,
            @Qualifier("projections") HikariDataSource own,
            ChangeLog log,
            LogReader reader,
            LogTail tail,
            ProjectionSettings settings,
            ProjectionProgress progress,
            MeterRegistry metrics) {
        var projections = new Projections(
                all,
                log,
                gathering -> new LogAdvances(reader, tail, gathering),
                pool,
                own,
                settings.limits(),
                UUID.randomUUID().toString(),
                new ProcessingMetrics(metrics).and(progress));
        projections.prepare();
        var standings = new StandingMetrics(metrics, projections);
        all.forEach(projection -> standings.register(projection.name()));
        return projections;
    }

    @Bean
    DeadLetterList deadLetters(HikariDataSource pool) {
        return new DeadLetterList(pool);
    }

    @Bean
    Reprocessing reprocessing(List<Projection> all, ChangeLog log, HikariDataSource pool) {
        return new Reprocessing(all, log, pool);
    }

    /** What other nodes were told is found here; an outage ends here too. */
    @Bean
    Alignment projectionAlignment(Projections projections, Rebuilds rebuilds) {
        rebuilds.renew();
        return new Alignment(projections, rebuilds);
    }

    /** Lets processors run as the database says, again and again. */
    static final class Alignment {

        private final Projections projections;
        private final Rebuilds rebuilds;
        private boolean looked;

        Alignment(Projections projections, Rebuilds rebuilds) {
            this.projections = projections;
            this.rebuilds = rebuilds;
        }

        /** Looks for rebuilds of other nodes every second time, and goes on with those that are known each time. */
        @Scheduled(fixedDelay = 5_000) // ms
        void align() {
            try {
                projections.align();
                looked = !looked;
                if (looked || rebuilds.areUnderWay()) {
                    rebuilds.advance();
                }
            } catch (RuntimeException e) {
                LOGGER.warn("Which read models are to run could not be asked: {}", e.toString());
            }
        }
    }
}
