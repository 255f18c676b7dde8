package orderstore.api.log;

import javax.sql.DataSource;
import orderstore.eventlog.LogUnavailableException;
import orderstore.eventlog.Writability;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** A node whose database takes no changes is not ready: those who balance load know another, if there is one. */
@Component("log")
class LogHealth implements HealthIndicator {

    private final DataSource database;

    LogHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try {
            return Writability.isGiven(database)
                    ? Health.up().build()
                    : Health.outOfService().build();
        } catch (LogUnavailableException e) {
            return Health.down().build();
        }
    }
}
