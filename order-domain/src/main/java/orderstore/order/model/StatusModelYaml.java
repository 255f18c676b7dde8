package orderstore.order.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a status model from YAML, strictly: what is unknown or of the wrong type is an error. */
public final class StatusModelYaml {

    private static final int MAX_VERSION = 1_000_000_000;

    private final List<String> errors = new ArrayList<>();

    private StatusModelYaml() {}

    /**
     * Reads a model of the shape {@code name, version, statuses: {NAME: {category, initial, final, overdueAfter, next}}}.
     *
     * @throws StatusModelException with all errors at once
     */
    public static StatusModel read(String yaml) {
        return new StatusModelYaml().model(yaml);
    }

    private StatusModel model(String yaml) {
        Map<String, Object> root = map("the model", parse(yaml));
        refuseOthers("the model", root, Set.of("name", "version", "statuses"));
        String name = root.get("name") instanceof String text && !text.isBlank()
                ? text
                : wrong("the model", "name", "a text", root.get("name"), "");
        int version = root.get("version") instanceof Integer number && number >= 1 && number <= MAX_VERSION
                ? number
                : wrong("the model", "version", "a whole number from 1", root.get("version"), 1);
        var statuses = new LinkedHashMap<Status, StatusDefinition>();
        map("statuses", root.get("statuses"))
                .forEach((key, value) -> statuses.put(status(key), definition(key, value)));
        errors.addAll(StatusModel.errors(statuses));
        if (!errors.isEmpty()) {
            throw new StatusModelException(errors);
        }
        return new StatusModel(name, version, statuses);
    }

    private static @Nullable Object parse(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0); // A model needs none, and one that holds itself has no end.
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException e) {
            throw new StatusModelException(List.of("it is not valid YAML: " + e.getMessage()));
        } catch (RuntimeException e) { // SnakeYAML's own, for !!int x or !!set x.
            throw new StatusModelException(List.of("it is not valid YAML: a value is not what its tag says"));
        }
    }

    private StatusDefinition definition(String status, @Nullable Object value) {
        Map<String, Object> members = map(status, value);
        refuseOthers(status, members, Set.of("category", "initial", "final", "overdueAfter", "next"));
        return new StatusDefinition(
                category(status, members.get("category")),
                flag(status, "initial", members.get("initial")),
                flag(status, "final", members.get("final")),
                overdueAfter(status, members.get("overdueAfter")),
                next(status, members.get("next")));
    }

    private Category category(String status, @Nullable Object value) {
        return Arrays.stream(Category.values())
                .filter(category -> category.name().equals(value))
                .findFirst()
                .orElseGet(() -> wrong(
                        status, "category", "one of " + Arrays.toString(Category.values()), value, Category.OPEN));
    }

    private boolean flag(String status, String member, @Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            default -> wrong(status, member, "true or false", value, false);
        };
    }

    private @Nullable Duration overdueAfter(String status, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(value.toString());
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            return wrong(status, "overdueAfter", "a duration such as P2D or PT12H", value, Duration.ZERO);
        }
        return wrong(status, "overdueAfter", "longer than nothing", value, Duration.ZERO);
    }

    private Set<Status> next(String status, @Nullable Object value) {
        var next = new LinkedHashSet<Status>();
        if (value instanceof List<?> names) {
            for (Object name : names) {
                if (!next.add(status(text(status + ".next", name)))) {
                    errors.add(status + ".next names " + name + " twice");
                }
            }
        } else if (value != null) {
            errors.add(status + ".next must be a list of statuses, but is " + value);
        }
        return next;
    }

    private Status status(String name) {
        if (name.isBlank() || name.length() > Status.MAX_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            errors.add("a status must have a name of 1 to " + Status.MAX_LENGTH + " printable characters, but one is '"
                    + name + "'");
        }
        return new Status(name);
    }

    private Map<String, Object> map(String what, @Nullable Object value) {
        var members = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> members.put(text(what, key), member));
        } else {
            errors.add(what + " must be a map, but is " + value);
        }
        return members;
    }

    /** YAML takes names such as ON, NO or 010 for something else than text. */
    private String text(String what, @Nullable Object name) {
        if (!(name instanceof String)) {
            errors.add(what + " has the name " + name + ", which YAML does not take for text: put it in quotes");
        }
        return String.valueOf(name);
    }

    private void refuseOthers(String what, Map<String, Object> members, Set<String> known) {
        members.keySet().stream()
                .filter(member -> !known.contains(member))
                .forEach(member -> errors.add(what + " has the unknown member " + member));
    }

    private <T> T wrong(String what, String member, String wanted, @Nullable Object value, T insteadOfIt) {
        errors.add(what + "." + member + " must be " + wanted + ", but is " + value);
        return insteadOfIt;
    }
}
