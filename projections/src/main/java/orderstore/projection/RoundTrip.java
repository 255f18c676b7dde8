package orderstore.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements without results that the server is sent together: a batch's time is its round trips more than its rows. */
public final class RoundTrip {

    private final StringJoiner statements = new StringJoiner(";\n");
    private final List<Object> parameters = new ArrayList<>();

    /**
     * Adds a statement behind those that are there.
     *
     * @param values one for each of its question marks; an array is one value
     */
    public void add(String statement, Object... values) {
        statements.add(statement);
        parameters.addAll(List.of(values));
    }

    /**
     * Runs what was added.
     *
     * @return how many rows the first statement has written; 0 if there is none
     */
    public int run(JdbcClient database) {
        return statements.length() == 0
                ? 0
                : database.sql(statements.toString()).params(parameters).update();
    }
}
