package orderstore.api.schedule;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The threads of jobs. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ScheduleWiring {

    /** As many as there are methods with {@code @Scheduled}. */
    private static final int JOBS = 8;

    /**
     * A thread for each job. With virtual threads Spring Boot would let all that have a fixed delay share one: a statement
     * that takes long would hold up those that must come in time, as the one that keeps what a node has claimed.
     *
     * <p>Its type is the interface, since Boot would take an executor for that of requests, and make none.
     */
    @Bean
    TaskScheduler taskScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(JOBS);
        scheduler.setThreadNamePrefix("job-");
        return scheduler;
    }
}
