package orderstore.eventlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Whether a COMMIT on this server survives a crash of it. */
public final class Durability {

    private static final String SETTINGS = """
            select name, setting
            from pg_settings
            where name in ('fsync', 'full_page_writes', 'synchronous_commit')
              and setting = 'off'
            order by name
            """;

    private Durability() {}

    /**
     * The settings, as {@code name=value}, under which the server may lose or damage what it acknowledged.
     *
     * @return empty if a COMMIT is durable
     * @throws LogUnavailableException if the server cannot be asked
     */
    public static List<String> unsafeSettings(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            var unsafe = new ArrayList<String>();
            while (rows.next()) {
                unsafe.add(rows.getString(1) + "=" + rows.getString(2));
            }
            return unsafe;
        } catch (SQLException e) {
            throw new LogUnavailableException("The database could not be asked for its settings.", e);
        }
    }
}
