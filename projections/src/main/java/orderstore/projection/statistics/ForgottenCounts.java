package orderstore.projection.statistics;

import java.sql.Array;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What one table of counters has of the orders that leave: found out first, taken off later. It is what is counted of
 * their month without what is counted of those that stay, or it is counted itself, whichever is less to look at. If few
 * stay, these are simply counted anew.
 */
final class ForgottenCounts {

    /** The orders that go. */
    static final String GOING = "order_going";

    private final String ofThoseThatGo;
    private final String butOfThoseThatStay;
    private final String takeOff;
    private final String empty;
    private final String recount;
    private final int columns;
    private List<Array> gone = List.of();

    /**
     * @param key the columns that tell its rows apart, but for the month
     * @param value the one that counts
     * @param share asks for the key, and how many there are, of the orders of a table, whose name is to be filled in
     */
    ForgottenCounts(String table, List<String> key, String value, String share) {
        String staying = "(select order_id from order_head where opened_on >= :month and opened_on < :end)";
        String keys = key.stream().map("array_agg(%s)"::formatted).collect(Collectors.joining(", "));
        columns = key.size() + 1;
        ofThoseThatGo =
                "with share as (%s) select %s, array_agg(many) from share".formatted(share.formatted(GOING), keys);
        butOfThoseThatStay = """
                with share as (%s)
                select %s, array_agg(c.%s - coalesce(s.many, 0))
                from %s c
                left join share s using (%s)
                where c.opened_in = :month
                  and c.%3$s <> coalesce(s.many, 0)
                """.formatted(share.formatted(staying), keys, value, table, String.join(", ", key));
        empty = "delete from %s where opened_in = :month".formatted(table);
        recount = """
                insert into %s (%s, opened_in, %s)
                select %2$s, :month, many
                from (%s) share
                """.formatted(table, String.join(", ", key), value, share.formatted(staying));
        String same =
                key.stream().map(column -> "c.%1$s = g.%1$s".formatted(column)).collect(Collectors.joining(" and "));
        takeOff = """
                with gone as materialized (
                  select *
                  from unnest(%s) gone (%s, many)
                ),
                emptied as (
                  delete from %s c
                  using gone g
                  where %s
                    and c.opened_in = :month
                    and c.%s = g.many
                )
                update %3$s c set %5$s = c.%5$s - g.many
                from gone g
                where %4$s
                  and c.opened_in = :month
                  and c.%5$s <> g.many
                """.formatted(
                        IntStream.range(0, columns).mapToObj(i -> ":gone" + i).collect(Collectors.joining(", ")),
                        String.join(", ", key),
                        table,
                        same,
                        value);
    }

    /**
     * Finds it out, with one statement, so that it is of one moment.
     *
     * @param query asks in the name of a generation and a month
     */
    void find(JdbcClient.StatementSpec query) {
        gone = query.query((row, number) -> {
                    var arrays = new ArrayList<Array>();
                    for (int column = 1; column <= columns; column++) {
                        Array array = row.getArray(column);
                        if (array != null) {
                            arrays.add(array);
                        }
                    }
                    return arrays;
                })
                .single();
    }

    /** The question to be asked. */
    String question(boolean fewerGo) {
        return fewerGo ? ofThoseThatGo : butOfThoseThatStay;
    }

    /** Instead of all: empties the month, while nobody else writes. */
    String empty() {
        return empty;
    }

    /** Then counts those that stay. */
    String recount() {
        return recount;
    }

    /** Takes it off, while nobody else writes. */
    void takeOff(JdbcClient database, LocalDate month) {
        if (gone.isEmpty()) {
            return;
        }
        JdbcClient.StatementSpec statement = database.sql(takeOff).param("month", month);
        for (int column = 0; column < columns; column++) {
            statement.param("gone" + column, gone.get(column));
        }
        statement.update();
    }
}
