package orderstore.api.openapi;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** The text of a parameter or header, as the value that its schema means. */
final class ParameterText {

    private ParameterText() {}

    static List<String> errors(JsonNode schema, String text) {
        return Contract.get().errors(schema, value(schema, text));
    }

    private static JsonNode value(JsonNode schema, String text) {
        String type = Contract.get().resolved(schema).path("type").asString("string");
        if (type.equals("integer") || type.equals("boolean") || type.equals("number")) {
            try {
                return JsonMapper.shared().readTree(text);
            } catch (JacksonException e) {
                return StringNode.valueOf(text);
            }
        }
        return StringNode.valueOf(text);
    }
}
