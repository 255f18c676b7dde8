package orderstore.projection.rebuild;

import java.util.List;
import java.util.stream.Collectors;
import orderstore.projection.Generation;
import orderstore.projection.ProjectionTable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares tables of two generations, by their keys and by the columns that both have. */
final class TableComparison {

    private static final int SAMPLES = 10;

    private static final String COLUMNS = """
            select quote_ident(l.attname)
            from pg_attribute l
            join pg_attribute n on n.attname = l.attname
            where l.attrelid = ?::regclass
              and n.attrelid = ?::regclass
              and l.attnum > 0
              and n.attnum > 0
              and not l.attisdropped
              and not n.attisdropped
            order by l.attnum
            """;

    private final JdbcClient database;

    TableComparison(JdbcClient database) {
        this.database = database;
    }

    Differences compare(List<ProjectionTable> tables, Generation live, Generation made, long position) {
        return tables.stream()
                .map(table -> compare(table, live, made, position))
                .reduce(Differences::and)
                .orElse(new Differences(position, 0, 0, 0, 0, "[]"));
    }

    private Differences compare(ProjectionTable table, Generation live, Generation made, long position) {
        String old = live.table(table.base());
        String fresh = made.table(table.base());
        List<String> columns = database.sql(COLUMNS)
                .param(old)
                .param(fresh)
                .query((row, number) -> row.getString(1))
                .list();
        if (!columns.containsAll(table.key())) {
            return new Differences(position, 0, 0, 0, 0, "[]"); // Of another version, with rows of another kind.
        }
        Object[] names = {
            table.key().getFirst(),
            columns.stream().map("l."::concat).collect(Collectors.joining(", ")),
            columns.stream().map("n."::concat).collect(Collectors.joining(", ")),
            old,
            fresh,
            table.key().stream().map(key -> "l." + key + " = n." + key).collect(Collectors.joining(" and ")),
            table.base(),
            SAMPLES
        };
        Differences counted = database.sql("""
            select
              count(*) filter (where there is not null and made is not null and not differs),
              count(*) filter (where there is not null and made is not null and differs),
              count(*) filter (where made is null),
              count(*) filter (where there is null)
            from (
              select l.%1$s as there, n.%1$s as made, (%2$s) is distinct from (%3$s) as differs
              from %4$s l
              full join %5$s n on %6$s
            ) pair
            """.formatted(names))
                .query((row, number) ->
                        new Differences(position, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), "[]"))
                .single();
        return counted.none() ? counted : counted.and(new Differences(position, 0, 0, 0, 0, samples(table, names)));
    }

    private String samples(ProjectionTable table, Object[] names) {
        return database.sql("""
            select coalesce(jsonb_agg(sample), '[]')::text
            from (
              select jsonb_build_object(
                'table', '%7$s',
                'key', (select jsonb_object_agg(key, value)
                  from jsonb_each(coalesce(to_jsonb(l), to_jsonb(n))) where key = any (?)),
                'fields', (
                  select jsonb_object_agg(key, jsonb_build_object('live', lf.value, 'rebuilt', nf.value))
                  from jsonb_each(to_jsonb(l)) lf
                  full join jsonb_each(to_jsonb(n)) nf using (key)
                  where lf.value is distinct from nf.value
                )) as sample
              from %4$s l
              full join %5$s n on %6$s
              where (%2$s) is distinct from (%3$s)
                 or l.%1$s is null
                 or n.%1$s is null
              limit %8$d
            ) different
            """.formatted(names))
                .param(table.key().toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .single();
    }
}
