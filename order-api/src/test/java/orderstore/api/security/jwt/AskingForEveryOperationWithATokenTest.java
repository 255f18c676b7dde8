package orderstore.api.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import orderstore.api.openapi.Contract;
import orderstore.api.openapi.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token may do what a key with its roles may. */
class AskingForEveryOperationWithATokenTest extends ServerWithIssuer {

    private static final List<String> ROLES = List.of("reader", "writer", "operator");

    static Stream<Operation> everyOperation() {
        return Contract.get().operations().stream();
    }

    @ParameterizedTest
    @MethodSource("everyOperation")
    void it_is_done_for_tokens_with_those_roles_that_the_contract_says(Operation operation) {
        for (String role : ROLES) {
            var needed = operation.roles().isEmpty() || operation.roles().contains(role);

            int status = status(operation, issuer().token("matrix", role));

            assertThat(status == 401 || status == 403)
                    .as("%s with %s", operation, role)
                    .isNotEqualTo(needed);
        }
        int withoutRole = status(operation, issuer().token("matrix"));
        assertThat(withoutRole == 403).isEqualTo(needsARole(operation));
        int expired = status(operation, issuer().token(claims -> claims.claim("exp", 1)));
        assertThat(expired == 401).isNotEqualTo(operation.roles().isEmpty());
    }

    /** What came of a queued change may be read by whoever sent it, if it was somebody. */
    private static boolean needsARole(Operation operation) {
        return !operation.roles().isEmpty() && !operation.path().startsWith("/v1/operations/");
    }

    private int status(Operation operation, String token) {
        var path = operation.path().replaceAll("\\{[^}]+}", "0");
        return send(operation.method(), path, token, operation.node().has("requestBody") ? "{}" : null)
                .status();
    }
}
