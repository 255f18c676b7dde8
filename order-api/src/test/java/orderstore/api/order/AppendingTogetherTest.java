package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of many clients that want the same at once, one has its way and all are told. */
class AppendingTogetherTest extends OrderClient {

    private final String order = newOrder();

    @Test
    void of_many_clients_with_one_change_id_one_appends_and_all_get_the_same() throws Exception {
        var answers = together(64, i -> append(order, "c-1", change("PLACED")));

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .extracting(Answer::json)
                .containsOnly(answers.getFirst().json());
        assertThat(get("/v1/orders/" + order).json().get("version").asInt()).isEqualTo(1);
    }

    @Test
    void of_many_clients_that_expect_one_version_one_appends_and_the_others_are_told() throws Exception {
        append(order, "c-0", change("PLACED"));

        var answers = together(64, i -> append(order, "c-" + (i + 1), change("CONFIRMED"), "If-Match", "\"1\""));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 412).hasSize(63);
        assertThat(get("/v1/orders/" + order).json().get("version").asInt()).isEqualTo(2);
    }

    private static List<Answer> together(int clients, IntFunction<Answer> request) throws Exception {
        try (var threads = Executors.newFixedThreadPool(clients)) {
            List<Callable<Answer>> tasks = IntStream.range(0, clients)
                    .<Callable<Answer>>mapToObj(i -> () -> request.apply(i))
                    .toList();
            return threads.invokeAll(tasks).stream().map(Future::resultNow).toList();
        }
    }
}
