package orderstore.order.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who told a change and under which trace: what is stored as an event's metadata.
 *
 * @param actor the name of the key that was used
 * @param traceId the W3C trace id that came with the request, if any
 */
public record Provenance(@Nullable String actor, @Nullable String traceId) {

    /** The members' names among an event's metadata. */
    public static final String ACTOR = "actor";

    public static final String TRACE_ID = "traceId";

    static String write(Map<String, ?> metadata) {
        return new Provenance((String) metadata.get(ACTOR), (String) metadata.get(TRACE_ID)).write();
    }

    /** As it is stored. */
    public String write() {
        return Json.object(json -> {
            Json.member(json, ACTOR, actor);
            Json.member(json, TRACE_ID, traceId);
        });
    }

    /** Reads stored metadata. */
    public static Provenance read(String metadata) {
        Map<String, Object> members = Json.read(metadata);
        return new Provenance((String) members.get(ACTOR), (String) members.get(TRACE_ID));
    }
}
