package orderstore.api.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request that the product took, and what of it the contract does not allow. */
record Asked(String method, String rawPath, @Nullable String rawQuery, Map<String, List<String>> headers, String body) {

    List<String> errors(String answer) {
        Operation operation = Contract.get().operation(method, rawPath);
        if (operation == null) {
            return List.of("a request for no operation");
        }
        var errors = new ArrayList<String>();
        Map<String, String> path = Objects.requireNonNull(operation.match(rawPath));
        for (JsonNode parameter : operation.parameters("path")) {
            check(parameter, path.get(parameter.path("name").asString()), errors);
        }
        checkQuery(operation, errors);
        var sent = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        for (JsonNode parameter : operation.parameters("header")) {
            List<String> values = sent.get(parameter.path("name").asString());
            check(parameter, values == null ? null : values.getFirst(), errors);
        }
        checkBody(operation, sent, answer, errors);
        return errors;
    }

    private void checkQuery(Operation operation, List<String> errors) {
        var sent = new LinkedHashMap<String, List<String>>();
        for (String pair : rawQuery == null || rawQuery.isEmpty() ? new String[0] : rawQuery.split("&")) {
            String[] parts = pair.split("=", 2);
            sent.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                    .add(parts.length == 1 ? "" : decoded(parts[1]));
        }
        for (JsonNode parameter : operation.parameters("query")) {
            List<String> values = sent.remove(parameter.path("name").asString());
            JsonNode schema = parameter.path("schema");
            if (values != null && schema.path("type").asString("").equals("array")) {
                values.forEach(value -> check(parameter, schema.path("items"), value, errors));
            } else {
                check(parameter, values == null ? null : values.getFirst(), errors);
            }
        }
        sent.keySet().forEach(name -> errors.add("query parameter " + name));
    }

    private static void check(JsonNode parameter, @Nullable String value, List<String> errors) {
        check(parameter, parameter.path("schema"), value, errors);
    }

    private static void check(JsonNode parameter, JsonNode schema, @Nullable String value, List<String> errors) {
        String name = parameter.path("name").asString("");
        if (value != null) {
            ParameterText.errors(schema, value).forEach(error -> errors.add("parameter " + name + " " + error));
        } else if (parameter.path("required").asBoolean(false)) {
            errors.add("no parameter " + name);
        }
    }

    private void checkBody(Operation operation, Map<String, List<String>> sent, String answer, List<String> errors) {
        JsonNode described = Contract.get().resolved(operation.node().path("requestBody"));
        if (described.isMissingNode()) {
            if (!body.isEmpty()) {
                errors.add("a body");
            }
            return;
        }
        if (body.isEmpty() && !described.path("required").asBoolean(false)) {
            return;
        }
        String type = sent.getOrDefault("Content-Type", List.of(""))
                .getFirst()
                .replaceFirst(";.*", "")
                .strip();
        JsonNode schema =
                described.path("content").path(type.toLowerCase(Locale.ROOT)).path("schema");
        if (schema.isMissingNode()) {
            errors.add("content type " + type);
        } else if (schema.has("contentSchema")) {
            List<String> lines = body.lines().toList();
            List<String> results = answer.lines().toList();
            boolean answered = results.size() > lines.size(); // Else it was queued, bad lines too.
            for (int i = 0; answered && i < lines.size(); i++) {
                if (!results.get(i).contains("\"result\":\"refused\"")) {
                    errors.addAll(errors(schema.path("contentSchema"), lines.get(i)));
                }
            }
        } else if (!body.isEmpty()) {
            errors.addAll(errors(schema, body));
        }
    }

    private static List<String> errors(JsonNode schema, String json) {
        return Contract.get().errors(schema, JsonMapper.shared().readTree(json));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
