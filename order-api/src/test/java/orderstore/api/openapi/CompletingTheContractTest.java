package orderstore.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The contract says what the product serves: all of that, and nothing else. */
class CompletingTheContractTest extends RunningServer {

    /** Spring's own, for errors that nobody else answers; who asks for it is told that there is nothing. */
    private static final String ERROR = "/error";

    /** What stands behind a path that Spring Boot leaves open. */
    private static final Map<String, Set<String>> BEHIND = Map.of(
            "GET /actuator/health/**", Set.of("GET /actuator/health/liveness", "GET /actuator/health/readiness"));

    @Autowired
    private ApplicationContext context;

    @Test
    void every_operation_is_described_and_every_described_one_is_served() {
        var described = new TreeSet<String>();
        Contract.get().operations().forEach(operation -> described.add(operation.toString()));

        assertThat(served()).isEqualTo(described);
    }

    private Set<String> served() {
        var served = new TreeSet<String>();
        for (var mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            mapping.getHandlerMethods().keySet().stream()
                    .flatMap(CompletingTheContractTest::operations)
                    .flatMap(operation -> BEHIND.getOrDefault(operation, Set.of(operation)).stream())
                    .forEach(served::add);
        }
        return served;
    }

    private static Stream<String> operations(RequestMappingInfo mapping) {
        Collection<String> paths = mapping.getPatternValues();
        return paths.stream()
                .filter(path -> !path.equals(ERROR))
                .flatMap(path ->
                        mapping.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }
}
