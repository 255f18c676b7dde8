package orderstore.eventlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Whether the database takes changes now: a standby does not, nor one that was made to read only. */
public final class Writability {

    private Writability() {}

    /**
     * Asks on a new transaction.
     *
     * @throws LogUnavailableException if the database cannot be asked
     */
    public static boolean isGiven(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_setting('transaction_read_only') = 'off'")) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new LogUnavailableException("The database could not be asked whether it takes changes.", e);
        }
    }
}
