package orderstore.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a client says happened, in its own words. Two claims under one change id must be equal.
 *
 * @param occurredAt when it happened; null: when it was recorded
 * @param source who observed it, if told
 * @param attributes by name; values are String, Boolean or BigDecimal without trailing zeros
 * @param corrects the change that was wrong; not null exactly for a correction
 */
public record Claim(
        ChangeId changeId,
        Kind kind,
        Status status,
        @Nullable Instant occurredAt,
        @Nullable String source,
        @Nullable String reason,
        Map<String, Object> attributes,
        @Nullable ChangeId corrects) {

    /** One member in which two claims differ; {@code pointer} is the JSON pointer of a request's member. */
    public record Difference(
            String pointer,
            @Nullable Object stored,
            @Nullable Object sent) {}

    /** In which members another claim differs from this, the stored one; empty if it says the same. */
    public List<Difference> differences(Claim sent) {
        var differences = new ArrayList<Difference>();
        compare("/status", status.name(), sent.status.name(), differences);
        compare("/kind", kind.wireName(), sent.kind.wireName(), differences);
        compare("/occurredAt", occurredAt, sent.occurredAt, differences);
        compare("/source", source, sent.source, differences);
        compare("/reason", reason, sent.reason, differences);
        compare("/corrects", text(corrects), text(sent.corrects), differences);
        var names = new TreeSet<>(attributes.keySet());
        names.addAll(sent.attributes.keySet());
        names.forEach(
                name -> compare("/attributes/" + name, attributes.get(name), sent.attributes.get(name), differences));
        return differences;
    }

    private static void compare(
            String pointer, @Nullable Object stored, @Nullable Object sent, List<Difference> differences) {
        if (!Objects.equals(stored, sent)) {
            differences.add(new Difference(pointer, stored, sent));
        }
    }

    private static @Nullable String text(@Nullable ChangeId id) {
        return id == null ? null : id.value();
    }

    /** The attributes in the order of their names. */
    public Map<String, Object> sortedAttributes() {
        return attributes.size() < 2 ? attributes : new TreeMap<>(attributes);
    }

    /** How long its free texts are. */
    int characters() {
        int characters = reason == null ? 0 : reason.length();
        for (Object value : attributes.values()) {
            characters += value instanceof String text ? text.length() : 0;
        }
        return characters;
    }
}
