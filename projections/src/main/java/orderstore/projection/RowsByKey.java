package orderstore.projection;

/**
 * Finds the rows that an update is about, each by its key. An update that joins its table may not: it is planned once, and
 * to a table of some rows PostgreSQL would rather join all of them, and go on so when it has millions. The offset keeps the
 * look-up from becoming a join again.
 */
public final class RowsByKey {

    private RowsByKey() {}

    /**
     * What follows {@code from <new values> n}, to the end: each row of the table that meets the condition.
     *
     * @param updated what the statement calls the table
     * @param condition compares all columns of the key with those of {@code n}
     */
    public static String found(String table, String updated, String condition) {
        return """
                cross join lateral (
                  select ctid as place
                  from %s
                  where %s
                  offset 0
                ) found
                where %s.ctid = found.place
                """.formatted(table, condition, updated);
    }
}
