package orderstore.benchmark.storage;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import orderstore.benchmark.Server;

/** The bytes that tables take on disk: their rows, their indexes, and what is stored out of line or about free space. */
record Size(long heap, long indexes, long others) {

    /** Of all tables of the product, or of Axon, with such names; partitions are tables. */
    static Size of(String url, String names) throws SQLException {
        long heap = sum(url, "pg_relation_size(c.oid)", names);
        long indexes = sum(url, "pg_indexes_size(c.oid)", names);
        return new Size(heap, indexes, sum(url, "pg_total_relation_size(c.oid)", names) - heap - indexes);
    }

    private static long sum(String url, String size, String names) throws SQLException {
        return Server.number(url, """
                select coalesce(sum(%s), 0)
                from pg_class c
                where c.relkind = 'r'
                  and c.relnamespace = 'public'::regnamespace
                  and c.relname like '%s'
                """.formatted(size, names));
    }

    /** All of it, for each of so many events. */
    double total(int events) {
        return (double) (heap + indexes + others) / events;
    }

    /** Figures for each part. */
    Map<String, Double> parts(String name, int events) {
        var parts = new LinkedHashMap<String, Double>();
        parts.put(name + "_heap_bytes", (double) heap / events);
        parts.put(name + "_index_bytes", (double) indexes / events);
        parts.put(name + "_other_bytes", (double) others / events);
        return parts;
    }
}
