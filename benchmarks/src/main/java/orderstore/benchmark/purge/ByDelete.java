package orderstore.benchmark.purge;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orderstore.benchmark.Server;
import orderstore.benchmark.Step;

/**
 * What else one would do: delete what goes by one statement a table, in a transaction, and vacuum. Without tombstones,
 * and without the counters of the statistics, which one would make anew. Nobody appends meanwhile.
 */
record ByDelete(Copies copies) implements Step {

    private static final List<String> TABLES = List.of("order_head", "order_overview_1", "order_stay_1");

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        String url = copies.next();
        String partition = OldMonth.partition();
        Server.execute(url, "alter table %s disable trigger all".formatted(partition));
        Server.execute(url, """
                create table going as
                select order_id
                from order_head
                where opened_on >= '%1$s'
                  and opened_on < date '%1$s' + interval '1 month'
                  and state::jsonb ->> 'status' = 'DELIVERED'
                """.formatted(OldMonth.MONTH));
        Server.execute(url, "analyze going");
        double events = seconds(url, List.of(partition));
        double others = seconds(url, TABLES);
        copies.drop();
        var figures = new LinkedHashMap<String, Double>();
        figures.put("delete_events_seconds", events);
        figures.put("delete_all_seconds", events + others);
        return figures;
    }

    private static double seconds(String url, List<String> tables) throws Exception {
        var deletes = new StringBuilder();
        for (String table : tables) {
            deletes.append("delete from %s t using going g where t.order_id = g.order_id;".formatted(table));
        }
        long began = System.nanoTime();
        Server.execute(url, deletes.toString());
        for (String table : tables) {
            Server.execute(url, "vacuum " + table);
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
