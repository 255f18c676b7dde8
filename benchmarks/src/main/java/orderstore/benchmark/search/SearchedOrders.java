package orderstore.benchmark.search;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import orderstore.benchmark.Server;

/**
 * Fills the overview with orders as they would be after a year, and knows what to ask of them.
 *
 * <p>Ids ascend with the time of opening, as UUIDv7 do. Seven of ten orders are delivered or closed, the others in any
 * status; one of 50 is in conflict, one of 4 has no source and the others one of twelve; some 1,000 of all kinds are held.
 */
final class SearchedOrders {

    private static final List<String> STATUSES = List.of(
            "PLACED",
            "PAYMENT_PENDING",
            "PAYMENT_FAILED",
            "CONFIRMED",
            "ON_HOLD",
            "BACKORDERED",
            "PICKING",
            "PACKED",
            "PARTIALLY_SHIPPED",
            "SHIPPED",
            "IN_TRANSIT",
            "OUT_FOR_DELIVERY",
            "DELIVERY_ATTEMPTED",
            "READY_FOR_PICKUP",
            "DELIVERY_EXCEPTION",
            "LOST",
            "DELIVERED",
            "RETURN_REQUESTED",
            "RETURN_REJECTED",
            "RETURN_IN_TRANSIT",
            "RETURNED",
            "REFUNDED",
            "CANCEL_REQUESTED",
            "CANCELLED",
            "REJECTED",
            "EXPIRED",
            "CLOSED");

    private static final List<String> DAYS = IntStream.range(0, 27)
            .mapToObj(i -> LocalDate.now(ZoneOffset.UTC).minusDays(2 + 12L * i).toString())
            .toList();

    private SearchedOrders() {}

    static void fill(String url, int orders) throws SQLException {
        Server.execute(url, """
                insert into order_overview_1
                select
                  lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000',
                  case
                    when abs(hashint4(n)) %% 10 < 5 then 'CLOSED'
                    when abs(hashint4(n)) %% 10 < 7 then 'DELIVERED'
                    else ('{%s}'::text[])[1 + abs(hashint4(n + 1)) %% %d]
                  end,
                  case when n %% 4 = 0 then null else 'source-' || abs(hashint4(n + 2)) %% 12 end,
                  n %% 50 = 0,
                  opened_at + make_interval(secs => abs(hashint4(n + 3)) %% 864000),
                  opened_at,
                  5,
                  n
                from generate_series(1, %d) n
                cross join lateral (select now() - make_interval(secs => 864000 + (%d - n) * 30.0) as opened_at) opened
                """.formatted(String.join(",", STATUSES), STATUSES.size(), orders, orders));
        Server.execute(url, """
                insert into order_head
                  (recorded_at, opened_on, version, held, order_id, hash, state)
                select now(), opened_at::date, version, true, order_id, sha256('x'), '{}'
                from order_overview_1
                where abs(hashint8(position + 4)) %% (%d / 1000) = 0
                """.formatted(orders));
        Server.execute(url, "vacuum (analyze)");
    }

    /** What is asked for, by a name; each filter with several values in turn. */
    static Map<String, List<String>> searches() {
        var searches = new LinkedHashMap<String, List<String>>();
        searches.put("all", List.of(""));
        searches.put("status", each(27, i -> status(i)));
        searches.put("three_statuses", each(27, i -> status(i) + status(i + 1) + status(i + 2)));
        searches.put("category", List.of("&category=TRANSIT", "&category=OPEN", "&category=ENDED"));
        searches.put("source", each(12, i -> source(i)));
        searches.put("two_sources", each(12, i -> source(i) + source(i + 1)));
        searches.put("conflicting", List.of("&conflicting=true", "&conflicting=false"));
        searches.put("held", List.of("&held=true"));
        searches.put("held_of_status", each(27, i -> "&held=true" + status(i)));
        searches.put("held_of_source_overdue", each(12, i -> "&held=true&overdue=true" + source(i)));
        searches.put("held_since", each(27, i -> "&held=true" + since(i)));
        searches.put("not_held", List.of("&held=false"));
        searches.put("changed_on_a_day", each(27, i -> day(i)));
        searches.put("changed_since", each(27, i -> since(i)));
        searches.put("unchanged", each(27, i -> "&unchangedFor=P" + (1 + 12 * i) + "D"));
        searches.put("overdue", List.of("&overdue=true"));
        searches.put("not_overdue", List.of("&overdue=false"));
        searches.put("overdue_of_source", each(12, i -> "&overdue=true" + source(i)));
        searches.put(
                "many_at_once",
                each(
                        12,
                        i -> source(i)
                                + "&category=TRANSIT&category=ENDED&conflicting=false&held=false&unchangedFor=PT36H"));
        return searches;
    }

    private static List<String> each(int count, IntFunction<String> query) {
        return IntStream.range(0, count).mapToObj(query).toList();
    }

    private static String status(int number) {
        return "&status=" + STATUSES.get(number % STATUSES.size());
    }

    private static String source(int number) {
        return "&source=source-" + number % 12;
    }

    private static String since(int number) {
        return "&changedFrom=" + DAYS.get(number) + "T00:00:00Z";
    }

    private static String day(int number) {
        return "&changedFrom=" + DAYS.get(number) + "T00:00:00Z&changedTo=" + DAYS.get(number) + "T23:59:59Z";
    }
}
