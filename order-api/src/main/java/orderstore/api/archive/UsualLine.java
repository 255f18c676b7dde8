package orderstore.api.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import orderstore.api.json.Times;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveLines;
import orderstore.order.ChangeId;
import orderstore.order.Effect;
import orderstore.order.Kind;
import orderstore.order.Order;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.wire.OrderEventJson;
import org.jspecify.annotations.Nullable;

/**
 * Lines of changes as they nearly always are, made of their events and made events again without looking at values: these
 * stand in both with the same characters. With rows read by COPY that halved what an archive costs. What is not quite so
 * (corrections and what they correct, an escape, a later version's member) is left to those who make objects; what is
 * done here they would do too, character by character.
 */
final class UsualLine {

    private static final String REPORT = Kind.REPORT.wireName();
    private static final String COMMAND = Kind.COMMAND.wireName();

    private static final String NONE = "{}";
    private static final int USUAL_LENGTH = 320;

    private static final int WHOLE_SECONDS = "2026-03-01T09:00:00Z".length();
    private static final int WITH_MILLIS = "2026-03-01T09:00:00.000Z".length();
    private static final int WITH_MICROS = "2026-03-01T09:00:00.000000Z".length();

    private UsualLine() {}

    /** Events that no other line shows otherwise because of them. */
    private enum Usual {
        CHANGED(StatusChanged.class, Effect.APPLIED),
        SUPERSEDED(ReportSuperseded.class, Effect.SUPERSEDED),
        CONFLICTED(ReportConflicted.class, Effect.CONFLICTING);

        private final String type;
        private final String effect;

        Usual(Class<? extends OrderEvent> event, Effect effect) {
            this.type = OrderEventJson.typeToday(event);
            this.effect = effect.wireName();
        }

        static @Nullable Usual ofType(String type) {
            for (Usual usual : values()) {
                if (usual.type.equals(type)) {
                    return usual;
                }
            }
            return null;
        }

        static @Nullable Usual ofEffect(String effect) {
            for (Usual usual : values()) {
                if (usual.effect.equals(effect)) {
                    return usual;
                }
            }
            return null;
        }

        boolean has(String kind) {
            return kind.equals(REPORT) || (kind.equals(COMMAND) && this == CHANGED);
        }
    }

    /**
     * Writes an event's line but for the brace at its end.
     *
     * @return false if it is no usual one; what was written does not count then
     */
    static boolean write(StoredEvent event, StringBuilder line) {
        Usual usual = Usual.ofType(event.type());
        var metadata = new PlainText(event.metadata());
        String actor = metadata.string("{\"actor\":");
        String traceId = metadata.stringIf(",\"traceId\":");
        metadata.pass("}");
        String recordedAt = event.recordedAt().toString();
        if (usual == null || !metadata.isRead() || !PlainText.isPlain(event.stream()) || !hasStoredShape(recordedAt)) {
            return false;
        }
        var payload = new PlainText(event.payload());
        line.append("{\"orderId\":\"").append(event.stream());
        line.append("\",\"changeId\":\"").append(payload.string("{\"changeId\":"));
        line.append("\",\"version\":").append(event.version());
        line.append(",\"position\":").append(event.position());
        String kind = usual == Usual.CHANGED ? payload.string(",\"kind\":") : REPORT;
        text(line, ",\"status\":", payload.string(",\"status\":"));
        text(line, ",\"previousStatus\":", payload.stringIf(",\"previousStatus\":"));
        text(line, ",\"kind\":", kind);
        text(line, ",\"effect\":", usual.effect);
        String told = payload.stringIf(",\"occurredAt\":");
        text(line, ",\"source\":", payload.stringIf(",\"source\":"));
        text(line, ",\"actor\":", actor);
        text(line, ",\"reason\":", payload.stringIf(",\"reason\":"));
        boolean none = payload.isNext("}");
        String attributes = none ? NONE : payload.attributes(",\"attributes\":");
        line.append(",\"attributes\":").append(attributes);
        payload.pass("}");
        text(line, ",\"occurredAt\":", told == null ? recordedAt : told);
        text(line, ",\"recordedAt\":", recordedAt);
        text(line, ",\"traceId\":", traceId);
        line.append(",\"corrects\":null,\"correctedBy\":null");
        return payload.isRead()
                && usual.has(kind)
                && none == attributes.equals(NONE)
                && (told == null || (!told.equals(recordedAt) && isStored(told)));
    }

    private static void text(StringBuilder to, String name, @Nullable String value) {
        to.append(name);
        if (value == null) {
            to.append("null");
        } else {
            to.append('"').append(value).append('"');
        }
    }

    /** What a line is; null if it is no usual one. */
    static ArchiveLines.@Nullable Line read(byte[] bytes) {
        var line = new PlainText(new String(bytes, StandardCharsets.UTF_8));
        String stream = line.string("{\"orderId\":");
        String changeId = line.string(",\"changeId\":");
        long version = line.number(",\"version\":");
        long position = line.number(",\"position\":");
        String status = line.string(",\"status\":");
        String previous = line.stringOrNull(",\"previousStatus\":");
        String kind = line.string(",\"kind\":");
        String effect = line.string(",\"effect\":");
        String source = line.stringOrNull(",\"source\":");
        String actor = line.string(",\"actor\":");
        String reason = line.stringOrNull(",\"reason\":");
        String attributes = line.attributes(",\"attributes\":");
        String occurredAt = line.string(",\"occurredAt\":");
        String recordedAt = line.string(",\"recordedAt\":");
        String traceId = line.stringOrNull(",\"traceId\":");
        line.pass(",\"corrects\":null,\"correctedBy\":null");
        String hash = line.stringIf(",\"hash\":");
        line.pass("}");
        Usual usual = Usual.ofEffect(effect);
        boolean told = !occurredAt.equals(recordedAt);
        if (!line.isRead()
                || usual == null
                || !usual.has(kind)
                || version < 1
                || version > Order.MAX_CHANGES
                || !hasStoredShape(recordedAt)
                || (told && !isStored(occurredAt))) {
            return null;
        }
        Instant recorded = Times.parse(recordedAt);
        if (recorded == null) {
            return null;
        }
        new ChangeId(changeId);
        var payload = new StringBuilder(USUAL_LENGTH)
                .append("{\"changeId\":\"")
                .append(changeId)
                .append('"');
        member(payload, ",\"kind\":", usual == Usual.CHANGED ? kind : null);
        member(payload, ",\"status\":", status);
        member(payload, ",\"previousStatus\":", previous);
        member(payload, ",\"occurredAt\":", told ? occurredAt : null);
        member(payload, ",\"source\":", source);
        member(payload, ",\"reason\":", reason);
        if (!attributes.equals(NONE)) {
            payload.append(",\"attributes\":").append(attributes);
        }
        String metadata = "{\"actor\":\"" + actor + (traceId == null ? "" : "\",\"traceId\":\"" + traceId) + "\"}";
        return new ArchiveLines.Line(
                new StoredEvent(
                        position,
                        recorded,
                        stream,
                        (int) version,
                        usual.type,
                        payload.append('}').toString(),
                        metadata),
                hash);
    }

    private static void member(StringBuilder to, String name, @Nullable String value) {
        if (value != null) {
            to.append(name).append('"').append(value).append('"');
        }
    }

    /** Whether a time is written as the store writes it, which leaves three zeros at the end away. */
    private static boolean isStored(String time) {
        return hasStoredShape(time) && Times.parse(time) != null;
    }

    private static boolean hasStoredShape(String time) {
        int length = time.length();
        return length == WHOLE_SECONDS || ((length == WITH_MILLIS || length == WITH_MICROS) && !time.endsWith("000Z"));
    }
}
