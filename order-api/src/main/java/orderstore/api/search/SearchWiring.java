package orderstore.api.search;

import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;
import orderstore.order.model.StatusModel;
import orderstore.projection.overview.OverviewSearch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The search, on the connections that all requests share. */
@Configuration(proxyBeanMethods = false)
class SearchWiring {

    @Bean
    OverviewSearch overviewSearch(HikariDataSource pool, StatusModel model, InstantSource clock) {
        return new OverviewSearch(pool, model, clock);
    }
}
