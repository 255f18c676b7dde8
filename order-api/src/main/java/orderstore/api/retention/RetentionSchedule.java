package orderstore.api.retention;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The daily run, if it is switched on: at its time, by one node of those that there are. */
@Component
@ConditionalOnProperty("orderstore.retention.enabled")
@DependsOnDatabaseInitialization
class RetentionSchedule implements SmartLifecycle {

    static final String TASK = "retention";

    private final Scheduler scheduler;
    private volatile boolean running;

    RetentionSchedule(DataSource database, RetentionSettings settings, RetentionRun run) {
        RecurringTask<Void> daily = Tasks.recurring(TASK, new Daily(ZoneOffset.UTC, settings.time()))
                .execute((instance, context) -> run.byItself());
        scheduler = Scheduler.create(database)
                .startTasks(daily)
                .tableName("scheduled_task")
                .threads(1)
                .pollingInterval(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        scheduler.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
