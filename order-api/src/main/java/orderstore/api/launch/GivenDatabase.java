package orderstore.api.launch;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A database that the user names: asked once, before anything is built upon it. */
record GivenDatabase(
        String url, @Nullable String user, @Nullable String password) {
    private static final int OLDEST = 15;

    static boolean isUrl(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Refuses the start if this is no PostgreSQL of a fit age that lets us in. */
    void check() {
        if (!isUrl(url)) {
            throw new StartRefused("The database URL is none of PostgreSQL: it must look like"
                    + " jdbc:postgresql://host:5432/orderstore. Correct --database-url or spring.datasource.url.");
        }
        try (var connection = DriverManager.getConnection(url, login())) {
            refuseIfTooOld(connection);
        } catch (SQLException e) {
            throw new StartRefused("The database %s %s.".formatted(place(), problem(e)), e);
        }
    }

    private void refuseIfTooOld(Connection connection) throws SQLException {
        var server = connection.getMetaData();
        if (server.getDatabaseMajorVersion() < OLDEST) {
            throw new StartRefused(
                    "The database %s is PostgreSQL %s, and %d is the oldest that works. Name a newer one."
                            .formatted(place(), server.getDatabaseProductVersion(), OLDEST));
        }
    }

    private Properties login() {
        var login = new Properties();
        login.setProperty("connectTimeout", "10");
        login.setProperty("loginTimeout", "15"); // For what accepts a connection and then says nothing.
        if (user != null) {
            login.setProperty("user", user);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return login;
    }

    /** The URL without what may be secret in it. */
    private String place() {
        return url.replaceFirst("\\?.*", "");
    }

    private String problem(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01", "28000", "08004" ->
                "does not let user %s in: %s. Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD"
                        .formatted(user, reason(e));
            case "3D000" -> "does not exist on its server. Create it, or correct the URL";
            case "08001" -> "cannot be reached: %s. Start it, or correct the URL".formatted(reason(e));
            default -> "gave no answer that PostgreSQL would give: %s. Correct the URL".formatted(reason(e));
        };
    }

    /** The driver's own words, which may repeat the URL. */
    private String reason(SQLException e) {
        return e.getCause() instanceof UnknownHostException
                ? "its host is unknown"
                : String.valueOf(e.getMessage()).replace(url, place()).replaceFirst("[.]$", "");
    }
}
