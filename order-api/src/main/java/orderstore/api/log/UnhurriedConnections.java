package orderstore.api.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;

/**
 * Connections for work that takes as long as it needs, to the same database as the application's: no answer is too late
 * on them. A session ends amid a statement if its node dies, and who waits for one whose host is gone hears of it.
 */
public final class UnhurriedConnections {

    private UnhurriedConnections() {}

    /**
     * A pool that is empty until it is used.
     *
     * @param application whose database and whose user it is
     * @param begin statements with which each session begins
     */
    public static HikariDataSource beside(HikariDataSource application, String name, int most, String begin) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(application.getJdbcUrl());
        config.setUsername(application.getUsername());
        config.setPassword(application.getPassword());
        var properties = new Properties();
        properties.putAll(application.getDataSourceProperties());
        properties.remove("socketTimeout");
        properties.putIfAbsent("socketFactory", ProbedSockets.class.getName());
        properties.setProperty("tcpKeepAlive", "true");
        config.setDataSourceProperties(properties);
        config.setTransactionIsolation(application.getTransactionIsolation());
        config.setConnectionTimeout(application.getConnectionTimeout());
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(begin + """
                ;
                do $$
                begin
                  set client_connection_check_interval = '1s';
                exception when others then
                  null; -- Not every system can tell.
                end
                $$
                """);
        return new HikariDataSource(config);
    }
}
