package orderstore.api.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract as tests hold the product to it: its operations, and its schemas, read more strictly than clients should,
 * so that a member of an answer that is not described is an error.
 */
public final class Contract {

    /** Here Spring Boot takes a slash at the end. */
    private static final Pattern OF_HEALTH = Pattern.compile("/actuator/health(/[a-z]+)?/");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Contract CONTRACT = new Contract();

    private final ObjectNode document;
    private final JsonNode components;
    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private Contract() {
        try {
            document = (ObjectNode) JsonMapper.shared().readTree(ContractController.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        components = document.path("components").deepCopy();
        components.path("schemas").properties().forEach(schema -> close(schema.getKey(), schema.getValue()));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (METHODS.contains(member.getKey())) {
                        operations.add(Operation.of(
                                member.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                path.getValue(),
                                member.getValue(),
                                this));
                    }
                }));
        // Of two paths that fit, the one with fewer variables is meant.
        operations.sort(Comparator.comparingLong(
                operation -> operation.path().chars().filter(c -> c == '{').count()));
    }

    public static Contract get() {
        return CONTRACT;
    }

    public List<Operation> operations() {
        return operations;
    }

    JsonNode document() {
        return document;
    }

    /** The operation that a request is for, if there is one; HEAD is for that of GET. */
    @Nullable
    Operation operation(String method, String rawPath) {
        String asked = method.equals("HEAD") ? "GET" : method;
        String path = OF_HEALTH.matcher(rawPath).matches() ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        return operations().stream()
                .filter(operation -> operation.method().equals(asked) && operation.match(path) != null)
                .findFirst()
                .orElse(null);
    }

    /** What a {@code $ref} stands for, or the node itself. */
    public JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** What is wrong with a value. */
    List<String> errors(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private Schema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy().asObject();
        close("", whole);
        whole.set("components", components);
        return registry.getSchema(whole);
    }

    /** Refuses members that are not described, but where a schema is a part of a larger one or says otherwise. */
    private static void close(String name, JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean says = object.has("additionalProperties");
            if (object.has("allOf")) {
                object.put("unevaluatedProperties", false);
            } else if (object.has("properties") && !says && !name.equals("Problem")) {
                object.put("additionalProperties", false);
            }
            for (String several : List.of("properties", "oneOf", "anyOf")) {
                object.path(several).forEach(part -> close("", part));
            }
            close("", object.path("items"));
            close("", object.path("additionalProperties"));
        }
    }
}
