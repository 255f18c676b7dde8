package orderstore.benchmark.read;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import orderstore.benchmark.Caller;
import orderstore.benchmark.Contender;

/** The plain query by JDBC, with a connection for each caller. */
record SqlReads(HikariDataSource database, String query, int orders) implements Contender {

    @Override
    public Caller newCaller() {
        return () -> {
            try (Connection connection = database.getConnection()) {
                read(connection, ThreadLocalRandom.current().nextInt(orders));
            }
        };
    }

    private void read(Connection connection, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, "%08x-0000-7000-8000-000000000000".formatted(number));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("There is no order " + number);
                }
            }
        }
    }
}
