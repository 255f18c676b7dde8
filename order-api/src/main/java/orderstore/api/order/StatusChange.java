package orderstore.api.order;

import java.time.Instant;
import java.util.Map;
import orderstore.eventlog.StoredEvent;
import orderstore.order.Change;
import orderstore.order.Claim;
import orderstore.order.OrderEvent;
import orderstore.order.wire.OrderEventJson;
import orderstore.order.wire.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A change, as every answer shows it.
 *
 * @param occurredAt when it happened as its client told, or else when it was recorded
 * @param correctedBy the change that says that this one was wrong, the latest if there are several
 */
public record StatusChange(
        String orderId,
        String changeId,
        int version,
        long position,
        String status,
        @Nullable String previousStatus,
        String kind,
        String effect,
        @Nullable String source,
        @Nullable String actor,
        @Nullable String reason,
        Map<String, Object> attributes,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable String traceId,
        @Nullable String corrects,
        @Nullable String correctedBy) {

    /** A stored event as a change; whether it was corrected is not looked up. */
    public static StatusChange of(StoredEvent stored) {
        OrderEvent event = OrderEventJson.read(stored.type(), stored.payload());
        return of(
                stored.stream(),
                new Change(stored.version(), event, stored.recordedAt()),
                stored.position(),
                Provenance.read(stored.metadata()));
    }

    /** A change that stands at a position of the log. */
    static StatusChange of(String orderId, Change change, long position, Provenance provenance) {
        OrderEvent event = change.event();
        Claim claim = event.claim();
        return new StatusChange(
                orderId,
                claim.changeId().value(),
                change.version(),
                position,
                claim.status().name(),
                event.previous() == null ? null : event.previous().name(),
                claim.kind().wireName(),
                event.effect().wireName(),
                claim.source(),
                provenance.actor(),
                claim.reason(),
                claim.sortedAttributes(),
                change.occurredAt(),
                change.recordedAt(),
                provenance.traceId(),
                claim.corrects() == null ? null : claim.corrects().value(),
                null);
    }

    /** The same change, corrected by another. */
    StatusChange correctedBy(String changeId) {
        return new StatusChange(
                orderId,
                this.changeId,
                version,
                position,
                status,
                previousStatus,
                kind,
                effect,
                source,
                actor,
                reason,
                attributes,
                occurredAt,
                recordedAt,
                traceId,
                corrects,
                changeId);
    }
}
