package orderstore.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.api.problem.ProblemException;
import orderstore.api.security.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** An upload may be queued as a whole. */
class UploadingLaterTest extends OperationClient {

    private static final Origin WRITER = new Origin("writer", Set.of(Role.WRITER), "1".repeat(32), false);

    private final String order = newOrder();

    @Autowired
    private Operations operations;

    @Test
    void its_result_is_the_summary_and_the_lines_that_were_refused() {
        String operation = queuedUpload(
                line(order, "c-1", "PLACED") + "{}\n" + line(order, "c-2", "SHIPPED") + line(order, "c-1", "SHIPPED"));

        JsonNode done = ended(operation);

        assertThat(done.get("state").asString()).isEqualTo("done");
        JsonNode result = done.get("result");
        assertThat(result.get("summary").toString())
                .isEqualTo("{\"lines\":4,\"appended\":2,\"replayed\":0,\"refused\":2}");
        assertThat(result.get("refused").size()).isEqualTo(2);
        assertThat(result.get("refused").get(0).get("line").asInt()).isEqualTo(2);
        assertThat(result.get("refused").get(1).get("problem").get("type").asString())
                .isEqualTo("/problems/change-id-reused");
        assertThat(parts(operation)).isEqualTo("0");
    }

    @Test
    void a_large_one_is_appended_in_the_order_of_its_lines() {
        String lines = IntStream.range(0, 20_000)
                .mapToObj(i -> line(order + i % 100, "c-" + i, "IN_TRANSIT"))
                .collect(Collectors.joining());

        JsonNode summary = ended(queuedUpload(lines)).get("result").get("summary");

        assertThat(summary.get("appended").asInt()).isEqualTo(20_000);
        assertThat(history(order + 7))
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(i -> "c-" + (100 * i + 7))
                        .toList());
    }

    @Test
    void of_very_many_refused_lines_the_first_are_told() {
        JsonNode result = ended(queuedUpload("{}\n".repeat(250))).get("result");

        assertThat(result.get("summary").get("refused").asInt()).isEqualTo(250);
        assertThat(result.get("refused").size()).isEqualTo(Uploads.REFUSALS_KEPT);
        assertThat(result.get("refused").get(99).get("line").asInt()).isEqualTo(100);
    }

    @Test
    void an_empty_one_has_an_empty_summary() {
        assertThat(ended(queuedUpload("")).get("result").get("summary").toString())
                .isEqualTo("{\"lines\":0,\"appended\":0,\"replayed\":0,\"refused\":0}");
    }

    @Test
    void one_that_is_too_large_is_refused_and_leaves_nothing() {
        long most = 64L << 20;
        assertThatThrownBy(() -> operations.accept(WRITER, InputStream.nullInputStream(), most + 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status().value()).isEqualTo(413));
        String before = allParts();

        assertThatThrownBy(() -> operations.accept(WRITER, new ByteArrayInputStream(new byte[(int) most + 1]), -1))
                .isInstanceOf(ProblemException.class);

        assertThat(allParts()).isEqualTo(before);
    }

    private static String parts(String operation) {
        return database()
                .rows("select count(*) from operation_part where operation = '" + id(operation) + "'")
                .getFirst();
    }

    private static String allParts() {
        return database().rows("select count(*) from operation_part").getFirst();
    }
}
