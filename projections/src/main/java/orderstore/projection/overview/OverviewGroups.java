package orderstore.projection.overview;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which groups of orders there are, by a leap from each to the next in an index. */
final class OverviewGroups {

    static final String OF_ALL = """
            with recursive present as (
              (select status, conflicting from order_overview order by status, conflicting limit 1)
              union all
              select next.status, next.conflicting
              from present p
              cross join lateral (
                select status, conflicting
                from order_overview o
                where (o.status, o.conflicting) > (p.status, p.conflicting)
                order by status, conflicting
                limit 1
              ) next
            )
            select null as source, status, conflicting from present
            """;

    static final String OF_SOURCES = """
            with recursive present as (
              select wanted.source, first.status, first.conflicting
              from unnest(?::text[]) wanted (source)
              cross join lateral (
                select status, conflicting
                from order_overview o
                where o.source = wanted.source
                order by status, conflicting
                limit 1
              ) first
              union all
              select p.source, next.status, next.conflicting
              from present p
              cross join lateral (
                select status, conflicting
                from order_overview o
                where o.source = p.source
                  and (o.status, o.conflicting) > (p.status, p.conflicting)
                order by status, conflicting
                limit 1
              ) next
            )
            select source, status, conflicting from present
            """;

    private OverviewGroups() {}

    /** Those of some sources, or if there are none, all with no regard to the source. */
    static List<OverviewGroup> present(JdbcClient database, Collection<String> sources) {
        JdbcClient.StatementSpec query = sources.isEmpty()
                ? database.sql(OF_ALL)
                : database.sql(OF_SOURCES).param(sources.toArray(String[]::new));
        return query.query((row, number) -> new OverviewGroup(
                        row.getString("source"), row.getString("status"), row.getBoolean("conflicting")))
                .list();
    }
}
