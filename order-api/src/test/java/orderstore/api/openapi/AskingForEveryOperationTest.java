package orderstore.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import orderstore.api.security.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what: every operation of the contract with every kind of key that there is. */
class AskingForEveryOperationTest extends RunningServer {

    private static final List<String> KEYS = List.of("none", "wrong", "revoked", "reader", "writer", "operator");
    private static @Nullable String reader;
    private static @Nullable String writer;
    private static @Nullable String revoked;

    static Stream<Arguments> everyOperationWithEveryKey() {
        return Contract.get().operations().stream()
                .flatMap(operation -> KEYS.stream().map(key -> arguments(operation, key)));
    }

    @ParameterizedTest(name = "{0} with key {1}")
    @MethodSource("everyOperationWithEveryKey")
    void it_is_done_for_those_keys_that_the_contract_says(Operation operation, String key) {
        String body = operation.node().has("requestBody") ? "{}" : null;

        int status = send(operation.method(), nothingThere(operation), secret(key), body)
                .status();

        if (operation.roles().isEmpty() || operation.roles().contains(key)) {
            assertThat(status).isNotIn(401, 403);
        } else if (List.of("none", "wrong", "revoked").contains(key)) {
            assertThat(status).isEqualTo(401);
        } else {
            assertThat(status).isEqualTo(403);
        }
    }

    /** Spring's own operations pass over what they do not know. */
    static Stream<Operation> everyOperationOfOurs() {
        return Contract.get().operations().stream()
                .filter(operation -> !operation.path().startsWith("/actuator"));
    }

    @ParameterizedTest
    @MethodSource("everyOperationOfOurs")
    void a_query_parameter_that_it_does_not_describe_is_refused(Operation operation) {
        String body = operation.node().has("requestBody") ? "{}" : null;
        String path = nothingThere(operation).replace("/docs/0", "/docs/start.js");
        var request = request(operation.method(), path + "?nobody-knows=1", body)
                .header("Authorization", "Bearer " + operatorKey());
        boolean lines = operation.id().equals("uploadChanges");

        var answer = send(lines ? request.setHeader("Content-Type", "application/x-ndjson") : request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @MethodSource("everyOperationOfOurs")
    void a_body_of_another_type_is_refused(Operation operation) {
        if (operation.node().has("requestBody")) {
            var answer = send(request(operation.method(), nothingThere(operation), "{}")
                    .setHeader("Content-Type", "text/plain")
                    .header("Authorization", "Bearer " + operatorKey()));

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        }
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void a_method_that_it_does_not_describe_is_refused(String path) {
        var described = new HashSet<String>();
        everyOperation().filter(operation -> operation.path().equals(path)).forEach(it -> described.add(it.method()));
        for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "FOO")) {
            if (!described.contains(method)) {
                var answer = send(method, path.replaceAll("\\{[^}]+}", "0"), operatorKey(), null);

                assertThat(answer.status()).as(method).isEqualTo(405);
                assertThat(answer.problem()).isEqualTo("method-not-allowed");
                assertThat(answer.header("Allow")).contains(described);
            }
        }
    }

    static Stream<String> everyPath() {
        return everyOperation().map(Operation::path).distinct();
    }

    private static Stream<Operation> everyOperation() {
        return Contract.get().operations().stream();
    }

    /** A path of the operation whose variables name what is not there, so that nothing is changed. */
    private static String nothingThere(Operation operation) {
        return operation.path().replaceAll("\\{[^}]+}", "0");
    }

    private @Nullable String secret(String key) {
        if (reader == null) {
            String run = UUID.randomUUID().toString().substring(0, 8);
            reader = makeKey("matrix-reader-" + run, "\"reader\"");
            writer = makeKey("matrix-writer-" + run, "\"writer\"");
            revoked = makeKey("matrix-revoked-" + run, "\"operator\"");
            assertThat(send("DELETE", "/v1/admin/keys/matrix-revoked-" + run, operatorKey(), null)
                            .status())
                    .isEqualTo(204);
        }
        return switch (key) {
            case "none" -> null;
            case "wrong" -> "osk_wrong";
            case "revoked" -> revoked;
            case "reader" -> reader;
            case "writer" -> writer;
            default -> operatorKey();
        };
    }
}
