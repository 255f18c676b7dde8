package orderstore.api.statistics;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import orderstore.order.model.StatusModel;
import orderstore.projection.statistics.StatisticsQuery;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom the statistics are asked by. */
@Configuration(proxyBeanMethods = false)
class StatisticsWiring {

    @Bean
    StatisticsQuery statisticsQuery(HikariDataSource pool) {
        return new StatisticsQuery(pool);
    }

    @Bean
    OrderMetrics orderMetrics(StatisticsQuery statistics, Overdue overdue, StatusModel model, MeterRegistry metrics) {
        return new OrderMetrics(statistics, overdue, model, metrics);
    }
}
