package orderstore.api.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An operation of the contract.
 *
 * @param roles of which a key must have one; empty: it is open to all
 * @param parameters its own and those of its path, with {@code $ref} followed
 */
public record Operation(String method, String path, List<String> roles, List<JsonNode> parameters, JsonNode node) {

    static Operation of(String method, String path, JsonNode item, JsonNode node, Contract contract) {
        var roles = new ArrayList<String>();
        node.path("x-roles").forEach(role -> roles.add(role.asString()));
        var parameters = new ArrayList<JsonNode>();
        item.path("parameters").forEach(parameter -> parameters.add(contract.resolved(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(contract.resolved(parameter)));
        return new Operation(method, path, roles, parameters, node);
    }

    public String id() {
        return node.path("operationId").asString("");
    }

    /** Those that stand in the path, the query or the headers. */
    public List<JsonNode> parameters(String in) {
        return parameters.stream()
                .filter(parameter -> parameter.path("in").asString("").equals(in))
                .toList();
    }

    /** What a path has in the places of the template's variables; null if it is another path. */
    @Nullable
    Map<String, String> match(String rawPath) {
        String[] wanted = path.split("/", -1);
        String[] sent = rawPath.split("/", -1);
        if (wanted.length != sent.length) {
            return null;
        }
        var variables = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.length; i++) {
            String segment = decoded(sent[i]);
            if (segment == null || segment.isEmpty() != wanted[i].isEmpty()) {
                return null;
            } else if (wanted[i].startsWith("{")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), segment);
            } else if (!wanted[i].equals(segment)) {
                return null;
            }
        }
        return variables;
    }

    private static @Nullable String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
