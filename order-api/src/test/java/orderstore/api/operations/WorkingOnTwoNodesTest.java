package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Nodes share what is queued, and each is done by one of them. */
class WorkingOnTwoNodesTest extends OperationClient {

    private static final int ORDERS = 12;
    private static final int CHANGES = 25;

    @Autowired
    private OperationClaims claims;

    @Autowired
    private OperationRun run;

    @Autowired
    private OperationParts parts;

    @Autowired
    private OperationWaiters waiters;

    @Autowired
    private OperationSettings settings;

    @Test
    void a_flood_is_done_once_and_in_order_by_nodes_that_fight_for_it() throws Exception {
        var other = new OperationWorker(
                claims, run, parts, waiters, new OperationMetrics(new SimpleMeterRegistry()), settings);
        String order = newOrder();
        var operations = new ArrayList<String>();
        other.start();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> sent = IntStream.range(0, ORDERS)
                    .mapToObj(i -> clients.submit(() -> IntStream.range(0, CHANGES)
                            .mapToObj(n -> {
                                other.wake();
                                return queued(order + i, "c-" + n, "{\"status\":\"IN_TRANSIT\",\"kind\":\"report\"}");
                            })
                            .toList()))
                    .toList();
            for (var one : sent) {
                operations.addAll(one.get());
            }
            operations.forEach(operation ->
                    assertThat(ended(operation).get("state").asString()).isEqualTo("done"));
        } finally {
            other.stop();
        }

        List<String> expected =
                IntStream.range(0, CHANGES).mapToObj(n -> "c-" + n).toList();
        for (int i = 0; i < ORDERS; i++) {
            assertThat(history(order + i)).isEqualTo(expected);
        }
    }
}
