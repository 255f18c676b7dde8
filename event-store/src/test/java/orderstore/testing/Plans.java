package orderstore.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** How PostgreSQL plans a statement that it plans once for all values, as the tables are now. */
public final class Plans {

    private Plans() {}

    /**
     * The plan with the settings of the connections, which say that there is one for all values.
     *
     * @param sql its question marks say of which type they are
     */
    public static String once(DataSource connections, String sql) {
        var values = new ArrayList<String>();
        String numbered = Pattern.compile("\\?").matcher(sql).replaceAll(mark -> {
            values.add("null");
            return "\\$" + values.size();
        });
        var plan = new StringJoiner("\n");
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("prepare planned as " + numbered);
            try (ResultSet rows =
                    statement.executeQuery("explain execute planned (" + String.join(", ", values) + ")")) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            statement.execute("deallocate planned");
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return plan.toString();
    }
}
