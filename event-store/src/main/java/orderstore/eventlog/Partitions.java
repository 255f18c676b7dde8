package orderstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The log's partitions, one for each month in which orders are opened, made ahead of time. */
public final class Partitions {

    private final DataSource database;

    public Partitions(DataSource database) {
        this.database = database;
    }

    /**
     * Makes the partitions of this month and of the next {@code months}, those that are missing.
     *
     * @return how many it made
     * @throws LogUnavailableException if the database refuses; what was there still is
     */
    public int makeAhead(int months) {
        return ask("select make_order_event_partitions(?)", months);
    }

    /** How many months after the current one have their partition, without a gap; -1 if even this month has none. */
    public int monthsAhead() {
        return ask("select order_event_months_ahead()");
    }

    private int ask(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new LogUnavailableException("The log's partitions could not be looked after.", e);
        }
    }
}
