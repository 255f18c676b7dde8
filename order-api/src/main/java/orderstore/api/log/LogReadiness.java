package orderstore.api.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import orderstore.api.launch.StartRefused;
import orderstore.eventlog.Durability;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Partitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What must be so before the log is written: a server whose COMMIT is durable, and partitions for the months
 * to come. The partitions are looked after at start and every hour; whichever node comes first makes them.
 */
@Component
@EnableConfigurationProperties(LogSettings.class)
@DependsOnDatabaseInitialization
class LogReadiness {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogReadiness.class);

    private final Partitions partitions;
    private final LogSettings settings;
    private final AtomicInteger monthsAhead = new AtomicInteger();

    LogReadiness(DataSource database, LogSettings settings, MeterRegistry metrics) {
        this.partitions = new Partitions(database);
        this.settings = settings;
        refuseUnsafe(Durability.unsafeSettings(database), settings);
        partitions.makeAhead(settings.monthsAhead());
        monthsAhead.set(partitions.monthsAhead());
        Gauge.builder("orderstore.log.partitions.months.ahead", monthsAhead, AtomicInteger::get)
                .description("Months after the current one whose partition exists; -1: none for the current one")
                .register(metrics);
        Gauge.builder("orderstore.log.partitions.alarm", monthsAhead, LogReadiness::alarm)
                .description("1 when fewer than two months ahead have their partition, else 0")
                .register(metrics);
    }

    private static void refuseUnsafe(List<String> unsafe, LogSettings settings) {
        if (unsafe.isEmpty()) {
            return;
        }
        String fact = "The database server runs with " + String.join(", ", unsafe)
                + ": if it crashes, changes that were acknowledged as durable may be lost or damaged.";
        if (!settings.riskLosingAcknowledgedChanges()) {
            throw new StartRefused(fact + " Switch them on, or accept that with"
                    + " --orderstore.log.risk-losing-acknowledged-changes=true.");
        }
        LOGGER.warn("{} This was accepted by orderstore.log.risk-losing-acknowledged-changes.", fact);
    }

    private static int alarm(AtomicInteger monthsAhead) {
        return monthsAhead.get() < LogSettings.FEWEST_MONTHS_AHEAD ? 1 : 0;
    }

    /**
     * On every node. Not once a day: what is thought to be this month may change at any time, by a clock of the database
     * that is put right.
     */
    @Scheduled(cron = "0 5 * * * *", zone = "UTC")
    void lookAfterPartitions() {
        try {
            partitions.makeAhead(settings.monthsAhead());
        } catch (LogUnavailableException e) {
            LOGGER.error("The log's partitions could not be made ahead; the next attempt is in an hour.", e);
        }
        try {
            monthsAhead.set(partitions.monthsAhead());
        } catch (LogUnavailableException e) {
            LOGGER.warn("The log's partitions could not be counted: {}", e.getMessage());
        }
    }
}
