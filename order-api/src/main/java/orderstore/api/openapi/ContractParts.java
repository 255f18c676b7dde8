package orderstore.api.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Lays the parts of the contract over each other, and writes the answers that many operations share out in each. */
final class ContractParts {

    /** For whoever assembles the document; who reads it finds what it says in each operation. */
    private static final String SHARED = "x-answers";

    private final Map<String, Object> document = new LinkedHashMap<>();

    /** Reads YAML with the types of JSON alone: a time, for one, stays the text that is written. */
    private static final class JsonTypes extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(Tag.FLOAT, Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+"), "-0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("null"), "n");
        }
    }

    /** Lays one more part over those before. A name that two of them have stands for a map of both, or is an error. */
    void add(String yaml) {
        merge("", document, map(yaml().load(yaml)));
    }

    /** The whole document. */
    Map<String, Object> document() {
        Map<String, Object> shared = map(document.remove(SHARED));
        map(document.get("paths"))
                .values()
                .forEach(path -> map(path).forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?>) {
                        complete(map(operation), shared);
                    }
                }));
        return document;
    }

    private static void complete(Map<String, Object> operation, Map<String, Object> shared) {
        var answers = new TreeMap<String, Object>(map(shared.get("of-every-operation")));
        if (operation.get("x-roles") instanceof List<?> roles) {
            answers.putAll(map(shared.get("with-a-key")));
            operation.put(
                    "description", String.valueOf(operation.get("description")).strip() + needed(roles));
        }
        if (operation.containsKey("requestBody")) {
            answers.putAll(map(shared.get("with-a-body")));
        }
        answers.putAll(map(operation.get("responses")));
        operation.put("responses", answers);
    }

    /** In words, for readers that do not see what is for programs. */
    private static String needed(List<?> roles) {
        return roles.stream().map(role -> "`" + role + "`").collect(Collectors.joining(" or ", "\n\nNeeds role ", "."));
    }

    private static void merge(String place, Map<String, Object> into, Map<String, Object> part) {
        part.forEach((name, value) -> {
            Object there = into.putIfAbsent(name, value);
            if (there instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                merge(place + "/" + name, map(there), map(value));
            } else if (there != null) {
                throw new IllegalStateException("Two parts of the contract have " + place + "/" + name);
            }
        });
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new JsonTypes());
    }

    @SuppressWarnings("unchecked") // The parts are ours: every key is a text.
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
