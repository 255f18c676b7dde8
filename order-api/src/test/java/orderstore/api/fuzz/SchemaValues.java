package orderstore.api.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import orderstore.api.openapi.Contract;
import tools.jackson.databind.JsonNode;

/** Values that a schema allows, and some that it does not, as JSON text. */
final class SchemaValues {

    private static final int ORDERS = 300;

    /** What a schema's pattern means, by its name: a generator of texts for patterns would be a larger thing. */
    private static final Map<String, List<String>> TEXTS = Map.of(
            "ChangeId", List.of("c-1", "c-2", "c-3", "c-4", "c-5", "~", "a:b", "A".repeat(64)),
            "Time",
                    List.of(
                            "2026-03-01T09:00:00Z",
                            "2026-03-01T09:00:00.123456Z",
                            "1999-12-31T23:59:59Z",
                            "0001-01-01T00:00:00Z"),
            "Status",
                    List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "DELIVERED", "CANCELLED", "ON_HOLD", "NOWHERE"),
            "Number", List.of("1", "2", "3", "4", "999999999999999999"),
            "Duration", List.of("P400D", "P3D", "PT36H", "PT0.5S", "P36500D"),
            "AttributeValue", List.of("1Z999", "", "1.50", "true", "w".repeat(1_000)),
            "KeyName", List.of("f-1", "f-2", "f-3", "f-4", "f-5", "f-6"));

    private final RandomGenerator random;
    private final Hostile hostile;

    SchemaValues(RandomGenerator random) {
        this.random = random;
        this.hostile = new Hostile(random);
    }

    /**
     * A value.
     *
     * @param badness how likely each part is to be one that may not be allowed, 0 to 1
     */
    String json(JsonNode schema, double badness) {
        if (random.nextDouble() < badness) {
            return hostile.json();
        }
        String name = schema.path("$ref").asString("").replaceFirst(".*/", "");
        JsonNode resolved = Contract.get().resolved(schema);
        if (name.equals("AttributeValue") && random.nextBoolean()) {
            return hostile.pick(List.of("1", "-0.50", "1e10", "true", "false"));
        }
        if (name.equals("OrderId") || TEXTS.containsKey(name)) {
            return Hostile.quoted(text(name));
        }
        for (String several : List.of("anyOf", "oneOf", "enum")) {
            JsonNode of = resolved.path(several);
            if (!of.isEmpty()) {
                JsonNode one = of.get(random.nextInt(of.size()));
                return several.equals("enum") ? one.toString() : json(one, badness);
            }
        }
        JsonNode type = resolved.path("type");
        return ofType(
                type.isArray() ? type.get(random.nextInt(type.size())).asString() : type.asString(""),
                resolved,
                badness);
    }

    private String ofType(String type, JsonNode schema, double badness) {
        return switch (type) {
            case "object" -> object(schema, badness);
            case "array" -> array(schema, badness);
            case "integer", "number" -> Long.toString(schema.path("minimum").asLong(0) + random.nextInt(20));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "null" -> "null";
            default -> Hostile.quoted(free(schema));
        };
    }

    private String object(JsonNode schema, double badness) {
        var members = new ArrayList<String>();
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        for (var property : schema.path("properties").properties()) {
            boolean wanted = required.contains(property.getKey()) || random.nextInt(3) == 0;
            if (wanted && random.nextDouble() >= badness / 4) {
                members.add(Hostile.quoted(property.getKey()) + ":" + json(property.getValue(), badness));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        for (int i = others.isObject() ? random.nextInt(4) : 0; i > 0; i--) {
            members.add("\"a" + i + "\":" + json(others, badness));
        }
        if (random.nextDouble() < badness) {
            members.add(Hostile.quoted(hostile.text()) + ":" + hostile.json());
        }
        if (random.nextDouble() < badness / 2 && !members.isEmpty()) {
            members.add(members.getFirst());
        }
        return "{" + String.join(",", members) + "}";
    }

    private String array(JsonNode schema, double badness) {
        var items = new ArrayList<String>();
        for (int i = random.nextInt(3) + schema.path("minItems").asInt(0); i > 0; i--) {
            items.add(json(schema.path("items"), badness));
        }
        return "[" + String.join(",", items) + "]";
    }

    private String free(JsonNode schema) {
        int max = schema.path("maxLength").asInt(40);
        return switch (random.nextInt(4)) {
            case 0 -> "w".repeat(max);
            case 1 ->
                hostile.anyCharacters(1 + random.nextInt(Math.max(1, max / 4))).replace('\u0000', 'x');
            default -> hostile.pick(List.of("warehouse-7", "carrier", "shop", "left dock 4"));
        };
    }

    /** A text that a parameter of this schema may have, or not. */
    String parameter(JsonNode schema, double badness) {
        if (random.nextDouble() < badness) {
            return hostile.text();
        }
        String json = json(schema, 0);
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    private String text(String schema) {
        return schema.equals("OrderId")
                ? "f-" + random.nextInt(ORDERS)
                : hostile.pick(TEXTS.getOrDefault(schema, List.of("")));
    }
}
