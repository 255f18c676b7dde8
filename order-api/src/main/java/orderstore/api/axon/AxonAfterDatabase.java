package orderstore.api.axon;

import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Axon 4.13 orders itself after class names that Spring Boot 4 has renamed, so its conditions would be asked
 * before the data source and its transaction manager are there: it would start without transactions.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration"
        },
        before = {JdbcAutoConfiguration.class, TransactionAutoConfiguration.class})
public class AxonAfterDatabase {}
