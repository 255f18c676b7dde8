package orderstore.projection.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orderstore.projection.statistics.Figures.Dwell;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long orders stayed in each status: exact percentiles of all stays that ended in a time. To sort millions of lengths
 * takes long. So they are counted by classes of length first, which tells in which class the wanted ones are, and those
 * classes alone are sorted. Both times the stays are read from an index.
 */
final class DwellQuery {

    /**
     * A longer stay is never in a lower class, since a root is rounded correctly. Those of a day that are in one
     * class differ by less than half a percent, and those of no time are alone in the class 0.
     */
    private static final String CLASSED = """
            select status, seconds, floor(sqrt(sqrt(seconds)) * 64)::integer as class
            from (
              select status, date_part('epoch', left_at - entered_at) as seconds
              from %s
              where left_at is not null
                and left_at >= coalesce(?::timestamptz, '-infinity')
                and left_at < coalesce(?::timestamptz, 'infinity')
            ) ended
            """;

    /** As it stands a planner would take nearly each stay for a class of its own, and sort them for that. */
    static final String CLASSES = """
            select status, class, count(*)
            from (%s offset 0) classed
            group by status, class
            order by status, class
            """.formatted(CLASSED);

    /** By their places in the order of those of a class. */
    static final String LENGTHS = """
            select number, seconds
            from (
              select status, class, seconds, row_number() over (partition by status, class order by seconds) as place
              from (%s) classed
              where (status, class) in (select * from unnest(?::text[], ?::integer[]))
            ) placed
            join unnest(?::text[], ?::integer[], ?::bigint[]) with ordinality wanted (status, class, place, number)
              using (status, class, place)
            """.formatted(CLASSED);

    private final JdbcClient database;

    DwellQuery(JdbcClient database) {
        this.database = database;
    }

    /** Stays of a status whose lengths are alike. */
    private record LengthClass(String status, int number, long stays) {}

    /** One of the stays of a class, by length, counted from 1. */
    private record Place(LengthClass in, long number) {

        boolean isOfNoLength() {
            return in.number == 0;
        }
    }

    /** A status, and the stays in it whose lengths are told. */
    private record Wanted(String status, long stays, Place median, Place p95, Place longest) {

        static Wanted of(String status, List<LengthClass> classes) {
            long stays = classes.stream().mapToLong(LengthClass::stays).sum();
            return new Wanted(
                    status, stays, place(classes, stays, 50), place(classes, stays, 95), place(classes, stays, 100));
        }

        /** The first that so many of a hundred are no longer than. */
        private static Place place(List<LengthClass> classes, long stays, int percent) {
            long rest = Math.ceilDiv(stays * percent, 100L);
            int i = 0;
            while (rest > classes.get(i).stays()) {
                rest -= classes.get(i++).stays();
            }
            return new Place(classes.get(i), rest);
        }

        Stream<Place> places() {
            return Stream.of(median, p95, longest);
        }
    }

    /**
     * Stays that ended in a time, by status; all that is asked for it must be of one moment.
     *
     * @param from included; null: from the first
     * @param to excluded; null: to the last
     */
    Map<String, Dwell> dwell(String table, @Nullable String from, @Nullable String to) {
        List<Wanted> all = wanted(table, from, to);
        Map<Place, BigDecimal> lengths = lengths(
                table, from, to, all.stream().flatMap(Wanted::places).distinct().toList());
        var dwell = new LinkedHashMap<String, Dwell>();
        for (Wanted one : all) {
            List<BigDecimal> told = one.places()
                    .map(place -> lengths.getOrDefault(place, BigDecimal.ZERO))
                    .toList();
            dwell.put(one.status, new Dwell(one.stays, told.get(0), told.get(1), told.get(2)));
        }
        return dwell;
    }

    private List<Wanted> wanted(String table, @Nullable String from, @Nullable String to) {
        Map<String, List<LengthClass>> byStatus = database
                .sql(CLASSES.formatted(table))
                .param(from)
                .param(to)
                .query((row, number) -> new LengthClass(row.getString(1), row.getInt(2), row.getLong(3)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(LengthClass::status, LinkedHashMap::new, Collectors.toList()));
        return byStatus.entrySet().stream()
                .map(status -> Wanted.of(status.getKey(), status.getValue()))
                .toList();
    }

    /** Of those places that have any. */
    private Map<Place, BigDecimal> lengths(
            String table, @Nullable String from, @Nullable String to, List<Place> places) {
        List<Place> sorted =
                places.stream().filter(place -> !place.isOfNoLength()).toList();
        var lengths = new HashMap<Place, BigDecimal>();
        if (!sorted.isEmpty()) {
            String[] statuses = sorted.stream().map(place -> place.in.status).toArray(String[]::new);
            Integer[] classes = sorted.stream().map(place -> place.in.number).toArray(Integer[]::new);
            database.sql(LENGTHS.formatted(table))
                    .param(from)
                    .param(to)
                    .params(statuses, classes, statuses, classes)
                    .param(sorted.stream().map(Place::number).toArray(Long[]::new))
                    .query((row, number) -> Map.entry(sorted.get(row.getInt(1) - 1), seconds(row.getDouble(2))))
                    .list()
                    .forEach(found -> lengths.put(found.getKey(), found.getValue()));
        }
        return lengths;
    }

    /** To the microsecond, which a double tells exactly for 200 years; without zeros at the end. */
    private static BigDecimal seconds(double seconds) {
        BigDecimal exact =
                BigDecimal.valueOf(seconds).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0, RoundingMode.UNNECESSARY) : exact;
    }
}
