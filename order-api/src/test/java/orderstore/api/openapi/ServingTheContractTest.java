package orderstore.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The contract is there for everybody, whole, and its examples are what it says. */
class ServingTheContractTest extends RunningServer {

    @Test
    void it_is_open_and_may_be_kept() {
        var first = get("/openapi.json", null);
        var again = send(
                request("GET", "/openapi.json", null).header("If-None-Match", String.valueOf(first.header("ETag"))));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
        assertThat(first.header("Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(first.json().path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void it_is_served_whole() throws Exception {
        assertThat(get("/openapi.json", null).response().body())
                .isEqualTo(new String(ContractController.json(), UTF_8));
    }

    @Test
    void every_reference_leads_somewhere() {
        for (String reference : texts("$ref")) {
            assertThat(Contract.get().document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void every_operation_has_an_id_and_a_tag_of_its_own_words() {
        var ids = new HashSet<String>();
        var tags = new HashSet<String>();
        Contract.get()
                .document()
                .path("tags")
                .forEach(tag -> tags.add(tag.path("name").asString()));
        for (Operation operation : Contract.get().operations()) {
            assertThat(ids.add(operation.id())).as(operation.toString()).isTrue();
            assertThat(tags).contains(operation.node().path("tags").path(0).asString());
            assertThat(operation.node().path("summary").asString("")).isNotBlank();
        }
    }

    @Test
    void every_example_is_what_its_schema_says_and_every_object_has_one() {
        for (var schema :
                Contract.get().document().path("components").path("schemas").properties()) {
            JsonNode examples = schema.getValue().path("examples");
            if (schema.getKey().matches("Problem|LineProblem|Differences")) {
                continue; // A part of others, which have one.
            }
            if (schema.getValue().path("type").asString("").equals("object")
                    || schema.getValue().has("allOf")) {
                assertThat(examples).as(schema.getKey()).isNotEmpty();
            }
            examples.forEach(example -> assertThat(Contract.get().errors(schema.getValue(), example))
                    .as(schema.getKey())
                    .isEmpty());
        }
    }

    private static List<String> texts(String name) {
        var texts = new ArrayList<String>();
        Contract.get().document().findValues(name).forEach(value -> texts.add(value.asString()));
        return texts;
    }
}
