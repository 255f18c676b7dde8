package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.api.operations.OperationClaims.Ended;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a node had claimed when it died is done by another: nothing is lost, and nothing is done twice. */
class GoingOnForADeadNodeTest extends IdleNode {

    private static final Duration NOT_KEPT_UP = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final String order = newOrder();
    private final UUID dead = UUID.randomUUID();

    @Autowired
    private OperationClaims claims;

    @Autowired
    private OperationRun run;

    @Test
    void a_change_that_it_appended_without_saying_so_is_appended_once() throws Exception {
        String operation = queued(order, "c-1", change("PLACED"));
        List<Task> claimed = claims.claim(dead, OperationKind.CHANGE, 10, NOT_KEPT_UP, () -> true);
        run.of(OperationKind.CHANGE, claimed.getFirst());
        assertThat(history(order)).containsExactly("c-1");
        assertThat(get(operation, operatorKey()).json().get("state").asString()).isEqualTo("running");

        worker.start();

        JsonNode done = ended(operation);
        assertThat(done.get("state").asString()).isEqualTo("done");
        assertThat(done.get("result").get("replayed").asBoolean()).isFalse();
        assertThat(history(order)).containsExactly("c-1");
    }

    @Test
    void a_node_that_comes_back_too_late_changes_nothing() {
        String operation = queued(order, "c-1", change("PLACED"));
        claims.claim(dead, OperationKind.CHANGE, 10, NOT_KEPT_UP, () -> true);
        UUID another = UUID.randomUUID();
        assertThat(claims.claim(another, OperationKind.CHANGE, 10, LONG, () -> true))
                .hasSize(1);

        claims.keep(dead, List.of(id(operation)), NOT_KEPT_UP);
        claims.end(dead, List.of(new Ended(id(operation), null, "{}")));

        assertThat(get(operation, operatorKey()).json().get("state").asString()).isEqualTo("running");
        assertThat(claims.claim(dead, OperationKind.CHANGE, 10, LONG, () -> true))
                .isEmpty();
        claims.leave(another, List.of(new OperationClaims.Left(id(operation), Duration.ZERO, false)));
    }

    @Test
    void while_one_change_of_an_order_is_claimed_the_next_waits() {
        String first = queued(order, "c-1", change("PLACED"));
        queued(order, "c-2", change("CONFIRMED"));
        queued(newOrder(), "c-1", change("PLACED"));
        assertThat(claims.claim(dead, OperationKind.CHANGE, 1, LONG, () -> true))
                .hasSize(1);

        List<Task> free = claims.claim(UUID.randomUUID(), OperationKind.CHANGE, 10, LONG, () -> true);

        assertThat(free).hasSize(1);
        assertThat(Objects.requireNonNull(free.getFirst().change()).orderId()).isNotEqualTo(order);
        claims.end(dead, List.of(new Ended(id(first), null, "{}")));
        assertThat(claims.claim(UUID.randomUUID(), OperationKind.CHANGE, 10, LONG, () -> true))
                .hasSize(1);
    }

    @Test
    void an_upload_goes_on_where_it_was_left() throws Exception {
        String lines = IntStream.range(0, 5_000)
                .mapToObj(i -> line(order + i % 50, "c-" + i, i % 1_000 == 3 ? "" : "IN_TRANSIT"))
                .collect(Collectors.joining());
        String operation = queuedUpload(lines);
        var batches = new AtomicInteger();
        List<Task> claimed =
                claims.claim(dead, OperationKind.UPLOAD, 1, NOT_KEPT_UP, () -> batches.incrementAndGet() < 3);
        run.of(OperationKind.UPLOAD, claimed.getFirst());
        assertThat(history(order + 1)).hasSizeBetween(10, 90);

        worker.start();

        JsonNode result = ended(operation).get("result");
        assertThat(result.get("summary").toString())
                .isEqualTo("{\"lines\":5000,\"appended\":4995,\"replayed\":0,\"refused\":5}");
        assertThat(result.get("refused")
                        .valueStream()
                        .map(line -> line.get("line").asInt()))
                .containsExactly(4, 1_004, 2_004, 3_004, 4_004);
        assertThat(history(order + 1)).hasSize(100);
    }
}
