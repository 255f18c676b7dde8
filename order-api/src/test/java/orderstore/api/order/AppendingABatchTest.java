package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import orderstore.api.log.AggregateCache;
import orderstore.api.order.BatchCommands.Wanted;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderId;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.TestingAuthenticationToken;

/** Many changes at once end as they would one after the other, with one COMMIT. */
class AppendingABatchTest extends OrderClient {

    private static final String NINE = "2026-03-01T09:00:00Z";

    private final Caller caller = new Caller(new TestingAuthenticationToken("operator", ""), null);
    private final String order = newOrder();

    @Autowired
    private BatchCommands commands;

    @Autowired
    private LogReader log;

    @Autowired
    private AggregateCache cache;

    @Autowired
    private MeterRegistry metrics;

    @Test
    void the_changes_of_a_batch_share_one_commit_also_those_of_one_order() {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            for (String status : List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED")) {
                wanted.add(wanted(order + "-" + i, status, status, i % 2 == 0 ? NINE : null));
            }
        }
        long before = commits();

        List<Recording> recordings = commands.record(wanted, caller);

        assertThat(commits() - before).isEqualTo(1);
        assertThat(recordings.stream().map(AppendingABatchTest::version))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "v" + (i % 4 + 1)).toList());
    }

    @Test
    void what_is_stored_is_the_same_as_one_by_one() {
        String other = newOrder();
        append(other, "PLACED", change("PLACED", "occurredAt", "\"" + NINE + "\""));
        append(other, "CONFIRMED", change("CONFIRMED", "occurredAt", "\"" + NINE + "\""));
        append(other, "PACKED", change("PACKED"));

        commands.record(
                List.of(
                        wanted(order, "PLACED", "PLACED", NINE),
                        wanted(order, "CONFIRMED", "CONFIRMED", NINE),
                        wanted(order, "PACKED", "PACKED", null)),
                caller);

        assertThat(log.stream(order, 1, 3, false, 3).stream().map(AppendingABatchTest::content))
                .isEqualTo(log.stream(other, 1, 3, false, 3).stream()
                        .map(AppendingABatchTest::content)
                        .toList());
        assertThat(log.head(order).orElseThrow().state())
                .isEqualTo(log.head(other).orElseThrow().state());
    }

    @Test
    void what_another_node_has_appended_meanwhile_is_decided_on_again_and_others_are_not_held_up() {
        String other = newOrder();
        commands.record(List.of(wanted(order, "c-1", "PLACED", NINE), wanted(other, "c-1", "PLACED", NINE)), caller);
        appendOnAnotherNode(order, 2, "CONFIRMED", "PLACED");

        List<Recording> recordings = commands.record(
                List.of(
                        wanted(order, "c-2", "PACKED", NINE),
                        wanted(other, "c-2", "CONFIRMED", NINE),
                        wanted(order, "c-3", "SHIPPED", NINE)),
                caller);

        assertThat(recordings.stream().map(AppendingABatchTest::version)).containsExactly("v3", "v2", "v4");
    }

    @Test
    void a_refusal_is_decided_on_what_another_node_has_appended() {
        commands.record(List.of(wanted(order, "c-1", "PLACED", NINE)), caller);
        appendOnAnotherNode(order, 2, "CONFIRMED", "PLACED");
        appendOnAnotherNode(order, 3, "PACKED", "CONFIRMED");

        assertThat(commands.record(List.of(wanted(order, "c-4", "SHIPPED", NINE)), caller).stream()
                        .map(AppendingABatchTest::version))
                .containsExactly("v4");
    }

    @Test
    void a_batch_that_was_appended_by_half_is_completed() {
        var wanted = IntStream.range(0, 40)
                .mapToObj(i -> wanted(order + "-" + i % 10, "c-" + i, "PLACED", null, Kind.REPORT))
                .toList();
        commands.record(wanted.subList(0, 20), caller);
        IntStream.range(0, 10).forEach(i -> cache.remove(order + "-" + i));

        List<Recording> recordings = commands.record(wanted, caller);

        assertThat(recordings.stream().map(AppendingABatchTest::version))
                .containsExactlyElementsOf(IntStream.range(0, 40)
                        .mapToObj(i -> (i < 20 ? "replayed v" : "v") + (i / 10 + 1))
                        .toList());
    }

    @Test
    void a_change_may_be_repeated_in_the_batch_that_brings_it() {
        List<Recording> recordings = commands.record(
                List.of(
                        wanted(order, "c-1", "PLACED", NINE),
                        wanted(order, "c-1", "PLACED", NINE),
                        wanted(order, "c-1", "PLACED", null),
                        wanted(order, "c-2", "DELIVERED", NINE),
                        wanted(order, "c-2", "CONFIRMED", NINE)),
                caller);

        assertThat(recordings.stream().map(AppendingABatchTest::version))
                .containsExactly("v1", "replayed v1", "change-id-reused", "transition-refused", "v2");
    }

    @Test
    void an_order_of_a_batch_can_be_changed_alone_and_the_other_way_round() {
        append(order, "c-1", change("PLACED"));
        commands.record(List.of(wanted(order, "c-2", "CONFIRMED", null), wanted(order, "c-3", "PACKED", null)), caller);
        assertThat(append(order, "c-4", change("SHIPPED")).json().get("version").asInt())
                .isEqualTo(4);
        assertThat(commands.record(List.of(wanted(order, "c-5", "DELIVERED", null)), caller).stream()
                        .map(AppendingABatchTest::version))
                .containsExactly("v5");
        assertThat(get("/v1/orders/" + order).json().get("openedAt"))
                .isEqualTo(get("/v1/orders/" + order + "/status-changes")
                        .json()
                        .get("items")
                        .get(0)
                        .get("recordedAt"));
    }

    private long commits() {
        return metrics.get("orderstore.log.append.batch").summary().count();
    }

    private static Wanted wanted(String order, String changeId, String status, @Nullable String at) {
        return wanted(order, changeId, status, at, Kind.COMMAND);
    }

    private static Wanted wanted(String order, String changeId, String status, @Nullable String at, Kind kind) {
        Instant occurredAt = at == null ? null : Instant.parse(at);
        return new Wanted(
                new OrderId(order),
                new Claim(new ChangeId(changeId), kind, new Status(status), occurredAt, null, null, Map.of(), null));
    }

    private static String version(Recording recording) {
        return switch (recording) {
            case Recording.Recorded recorded ->
                (recorded.replayed() ? "replayed v" : "v") + recorded.change().version();
            case Recording.Refused refused ->
                String.valueOf(refused.problem().body().get("type")).replace("/problems/", "");
        };
    }

    private static String content(StoredEvent event) {
        return event.version() + event.type() + event.payload() + event.metadata();
    }

    private void appendOnAnotherNode(String orderId, int version, String status, String previous) {
        database().execute("""
                select append_events(array['%s'], array[%d], array['order.status-changed.v1'],
                  array['{"changeId":"other-%d","kind":"command","status":"%s","previousStatus":"%s"}'],
                  array['{}'], array['{"status":"%s"}'])
                """.formatted(orderId, version, version, status, previous, status));
    }
}
