package orderstore.api.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer, and what of it is not as the contract says.
 *
 * @param headers by their names in lower case
 */
public record Answered(String method, String rawPath, int status, Map<String, List<String>> headers, String body) {

    /** Those that HTTP itself or every answer may have. */
    private static final Set<String> COMMON = Set.of(
            "cache-control",
            "connection",
            "content-disposition", // Spring's, where a path ends like a file, so that no browser runs it.
            "content-length",
            "content-type",
            "date",
            "keep-alive",
            "referrer-policy",
            "transfer-encoding",
            "x-content-type-options");

    /** What is answered before it is known what is asked. */
    private static final Set<Integer> BEFORE_ALL = Set.of(405, 408, 417, 501, 505);

    /** What is not as the contract says; empty: all is. */
    public List<String> errors() {
        Operation operation = Contract.get().operation(method, rawPath);
        JsonNode described = described(operation);
        if (described.isMissingNode()) {
            return List.of("status " + status + " of " + (operation == null ? "no operation" : operation));
        }
        var errors = new ArrayList<String>();
        checkHeaders(described.path("headers"), errors);
        JsonNode content = described.path("content");
        if (method.equals("HEAD") || content.isEmpty()) {
            if (!body.isEmpty()) {
                errors.add("a body of " + body.length() + " characters");
            }
        } else {
            checkContent(content, errors);
        }
        return errors;
    }

    private JsonNode described(@Nullable Operation operation) {
        Contract contract = Contract.get();
        JsonNode elsewhere = contract.document().path("x-elsewhere").path(Integer.toString(status));
        JsonNode here = operation == null || BEFORE_ALL.contains(status)
                ? elsewhere
                : operation.node().path("responses").path(Integer.toString(status));
        return contract.resolved(here);
    }

    private void checkHeaders(JsonNode described, List<String> errors) {
        for (var header : described.properties()) {
            JsonNode wanted = Contract.get().resolved(header.getValue());
            String value = header(header.getKey());
            if (value != null) {
                ParameterText.errors(wanted.path("schema"), value)
                        .forEach(error -> errors.add("header " + header.getKey() + " " + error));
            } else if (wanted.path("required").asBoolean(false)) {
                errors.add("no header " + header.getKey());
            }
        }
        headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !COMMON.contains(name) && !name.startsWith(":"))
                .filter(name -> described.propertyNames().stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> errors.add("header " + name));
    }

    private @Nullable String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.join(", ", header.getValue()))
                .findFirst()
                .orElse(null);
    }

    private void checkContent(JsonNode content, List<String> errors) {
        String type = type();
        JsonNode schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            errors.add("content type " + type);
        } else if (schema.has("contentSchema")) {
            if (!type.equals("text/event-stream")) {
                body.lines().forEach(line -> errors.addAll(itemErrors(line)));
            }
        } else if (type.endsWith("json")) {
            errors.addAll(errors(schema, body));
            if (type.equals("application/problem+json") && !body.contains("\"status\":" + status + ",")) {
                errors.add("a problem with another status than the answer's");
            }
        }
    }

    /** What is wrong with one item of a stream. */
    List<String> itemErrors(String json) {
        JsonNode schema = described(Contract.get().operation(method, rawPath))
                .path("content")
                .path(type())
                .path("schema")
                .path("contentSchema");
        return errors(schema, json);
    }

    private static List<String> errors(JsonNode schema, String json) {
        try {
            return Contract.get().errors(schema, JsonMapper.shared().readTree(json));
        } catch (JacksonException e) {
            return List.of("no JSON: " + e.getOriginalMessage());
        }
    }

    private String type() {
        String type = header("Content-Type");
        return type == null ? "" : type.replaceFirst(";.*", "").strip();
    }
}
