package orderstore.api.audit;

import java.util.Map;
import java.util.regex.Pattern;
import orderstore.api.problem.Quoted;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of a request: its JSON, without what may be secret, unless it is too long. */
public final class RequestSummary {

    private static final int LONGEST = 4_000;
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(secret|password|passphrase|token|credential|authorization|(^|_|-|api|private)key).*");
    private static final JsonMapper JSON = JsonMapper.shared();

    private RequestSummary() {}

    /** Null if it is not a JSON object. */
    public static @Nullable String of(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object ? text(object, body.length) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Of what was understood already. */
    public static String of(Map<String, ?> members) {
        return text(JSON.valueToTree(members), 0);
    }

    private static String text(JsonNode object, int bytes) {
        hideSecrets(object);
        String text = Quoted.valid(JSON.writeValueAsString(object));
        return text.length() <= LONGEST ? text : "{\"tooLong\":%d}".formatted(Math.max(bytes, text.length()));
    }

    private static void hideSecrets(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyNames().stream().toList()) {
                if (SECRET.matcher(name).matches()) {
                    object.put(name, "(hidden)");
                }
            }
        }
        node.forEach(RequestSummary::hideSecrets);
    }
}
