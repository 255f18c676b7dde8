package orderstore.order.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a deployment may and may not put into its status model. */
class ReadingAStatusModelTest {

    @Test
    void the_built_in_model_is_sound() throws IOException {
        StatusModel model = StatusModelYaml.read(builtIn());

        assertThat(model.name()).isEqualTo("default");
        assertThat(model.statuses()).hasSize(27);
        assertThat(model.next(null)).containsExactly(new Status("PLACED"));
        assertThat(model.next(new Status("OUT_FOR_DELIVERY")).stream().map(Status::name))
                .containsExactly("IN_TRANSIT", "DELIVERY_ATTEMPTED", "DELIVERY_EXCEPTION", "DELIVERED");
        assertThat(model.isFinal(new Status("CLOSED"))).isTrue();
        assertThat(model.isFinal(new Status("DELIVERED"))).isFalse();
        assertThat(Objects.requireNonNull(model.definition(new Status("BACKORDERED")))
                        .overdueAfter())
                .isEqualTo(Duration.ofDays(14));
    }

    @Test
    void names_may_be_those_of_any_process() {
        StatusModel model = StatusModelYaml.read("""
                name: fines
                version: 3
                statuses:
                  Create Fine: {category: OPEN, initial: true, next: [Send Fine]}
                  Send Fine: {category: ENDED, final: true}
                """);

        assertThat(model.next(new Status("Create Fine"))).containsExactly(new Status("Send Fine"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(errors("""
                name: ''
                version: none
                colour: blue
                statuses:
                  A: {category: OPEN, final: true, next: [B, C, C], overdueAfter: P0D}
                  B: {category: SHUT, initial: maybe, owner: me}
                  D: 3
                """))
                .containsExactlyInAnyOrder(
                        "the model has the unknown member colour",
                        "the model.name must be a text, but is ",
                        "the model.version must be a whole number from 1, but is none",
                        "A.overdueAfter must be longer than nothing, but is P0D",
                        "A.next names C twice",
                        "B has the unknown member owner",
                        "B.category must be one of " + Arrays.toString(Category.values()) + ", but is SHUT",
                        "B.initial must be true or false, but is maybe",
                        "D must be a map, but is 3",
                        "D.category must be one of " + Arrays.toString(Category.values()) + ", but is null",
                        "no status is initial, so that no order could begin",
                        "A.next names C, which is not defined",
                        "A is final and yet has next [B, C]");
    }

    @Test
    void a_status_that_no_command_reaches_is_an_error() {
        assertThat(errors("""
                name: x
                version: 1
                statuses:
                  A: {category: OPEN, initial: true}
                  B: {category: OPEN, next: [A]}
                """)).containsExactly("B cannot be reached from any initial status");
    }

    @Test
    void a_name_that_yaml_takes_for_something_else_is_an_error() {
        assertThat(errors("{name: x, version: 1, statuses: {ON: {category: OPEN, initial: true, next: [010]}}}"))
                .contains(
                        "statuses has the name true, which YAML does not take for text: put it in quotes",
                        "true.next has the name 8, which YAML does not take for text: put it in quotes");
    }

    @Test
    void what_is_not_yaml_or_not_a_model_is_said_so() {
        assertThat(errors("a: [")).singleElement().asString().startsWith("it is not valid YAML");
        assertThat(errors("statuses: {A: {category: OPEN}, A: {category: OPEN}}"))
                .singleElement()
                .asString()
                .contains("duplicate key A");
        assertThat(errors("")).contains("the model must be a map, but is null", "statuses must be a map, but is null");
        assertThat(errors("name: x\nversion: 1\nstatuses: &s\n  A: {category: OPEN, initial: true, next: *s}"))
                .singleElement()
                .asString()
                .startsWith("it is not valid YAML");
        for (String value : List.of("!!int x", "!!float x", "!!binary '*'", "!!set x")) {
            assertThat(errors("name: x\nversion: " + value))
                    .singleElement()
                    .asString()
                    .startsWith("it is not valid YAML");
        }
        assertThatThrownBy(() -> StatusModelYaml.read("!!java.io.File [x]")).isInstanceOf(StatusModelException.class);
    }

    private static List<String> errors(String yaml) {
        try {
            StatusModelYaml.read(yaml);
            return List.of();
        } catch (StatusModelException e) {
            return e.errors();
        }
    }

    private static String builtIn() throws IOException {
        try (var yaml = ReadingAStatusModelTest.class.getResourceAsStream("../status-model.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
