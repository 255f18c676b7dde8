package orderstore.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * The log as Axon sees it. Sequence numbers are versions less one; tokens are positions; an event's
 * identifier is {@code <stream>@<version>}; its timestamp is when it was recorded.
 *
 * <p>It owns its transactions: whoever calls {@link #appendEvents} holds none. It keeps no snapshots.
 */
public final class PostgresEventStorageEngine implements EventStorageEngine, AutoCloseable {

    private static final int PAGE = 1_000;

    private final GroupCommit writer;
    private final LogReader reader;
    private final Serializer serializer;
    private final String aggregateType;
    private final StreamState state;

    /**
     * @param writer gives connections to append with, one at a time; its transactions should have a time-out, since
     *     a node that freezes while it holds the append lock stops all others until then
     * @param serializer writes payloads and metadata as canonical JSON text, with wire names as types:
     *     name and revision become the stored {@code name.vRevision}
     * @param aggregateType Axon's name for what the streams are
     * @param limits what is taken on at once
     * @param observer is told of each batch
     */
    public PostgresEventStorageEngine(
            DataSource writer,
            LogReader reader,
            Serializer serializer,
            String aggregateType,
            StreamState state,
            AppendLimits limits,
            AppendObserver observer) {
        this.writer = new GroupCommit(new AppendTransaction(writer), limits, observer);
        this.reader = reader;
        this.serializer = serializer;
        this.aggregateType = aggregateType;
        this.state = state;
    }

    /** Of a unit of work: successive events of one stream, all or none. */
    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) {
            return;
        }
        List<NewEvent> encoded = events.stream().map(this::encode).toList();
        List<Appended> appended = writer.appendRun(encoded);
        for (int i = 0; i < events.size(); i++) {
            state.recorded(
                    (DomainEventMessage<?>) events.get(i), appended.get(i).recordedAt());
        }
        CurrentUnitOfWork.ifStarted(unitOfWork -> AppendReceipt.of(unitOfWork).fill(appended));
    }

    /**
     * Appends runs of successive events, each run of another stream, all or none of each run, without a unit of work.
     *
     * @return for each run where its events stand; nothing if its first version is not the next of its stream
     * @throws LogUnavailableException if the log could not take one of them; of the others some may be appended
     * @throws AppendOutcomeUnknownException if nobody can say whether it did
     */
    public List<List<Appended>> appendEach(List<List<NewEvent>> runs) {
        return writer.appendEach(runs);
    }

    /** How many appends wait to be written. */
    public int queued() {
        return writer.queued();
    }

    /** Writes what waits, and takes no more. */
    @Override
    public void close() {
        writer.close();
    }

    private NewEvent encode(EventMessage<?> message) {
        if (!(message instanceof DomainEventMessage<?> event)) {
            throw new IllegalArgumentException("Only events of a stream can be appended: " + message.getPayloadType());
        }
        SerializedObject<String> payload = event.serializePayload(serializer, String.class);
        return new NewEvent(
                event.getAggregateIdentifier(),
                Math.toIntExact(event.getSequenceNumber() + 1),
                payload.getType().getName() + ".v" + payload.getType().getRevision(),
                payload.getData(),
                event.serializeMetaData(serializer, String.class).getData(),
                state.after(event));
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        List<StoredEvent> first = reader.after(position(token), PAGE);
        return Stream.iterate(
                        first,
                        page -> !page.isEmpty(),
                        page -> reader.after(page.getLast().position(), PAGE))
                .flatMap(List::stream)
                .map(this::track);
    }

    @Override
    public DomainEventStream readEvents(String stream, long firstSequenceNumber) {
        int from = Math.toIntExact(firstSequenceNumber + 1);
        return DomainEventStream.of(
                reader.head(stream).stream().flatMap(head -> upTo(head, from)).map(this::decode));
    }

    private Stream<StoredEvent> upTo(StoredHead head, int from) {
        return Stream.iterate(
                        part(head, from),
                        part -> !part.isEmpty(),
                        part -> part(head, part.getLast().version() + 1))
                .flatMap(List::stream);
    }

    private List<StoredEvent> part(StoredHead head, int from) {
        return from > head.version() ? List.of() : reader.stream(head.stream(), from, head.version(), false, PAGE);
    }

    private TrackedEventMessage<?> track(StoredEvent event) {
        return new GenericTrackedDomainEventMessage<>(new GlobalSequenceTrackingToken(event.position()), decode(event));
    }

    private GenericDomainEventMessage<?> decode(StoredEvent event) {
        int revision = event.type().lastIndexOf(".v");
        Object payload = serializer.deserialize(new SimpleSerializedObject<>(
                event.payload(),
                String.class,
                event.type().substring(0, revision),
                event.type().substring(revision + 2)));
        MetaData metadata = serializer.deserialize(
                new SimpleSerializedObject<>(event.metadata(), String.class, MetaData.class.getName(), null));
        return new GenericDomainEventMessage<>(
                aggregateType,
                event.stream(),
                event.version() - 1L,
                payload,
                metadata,
                event.stream() + "@" + event.version(),
                event.recordedAt());
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String stream) {
        return reader.head(stream).map(head -> head.version() - 1L);
    }

    /** Before the first event: what the log keeps is read from its beginning. */
    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(reader.lastPosition());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return new GlobalSequenceTrackingToken(reader.lastPositionBefore(dateTime));
    }

    static long position(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken sequence -> sequence.getGlobalIndex();
            default -> throw new IllegalArgumentException("Not a position of this log: " + token);
        };
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
        return Optional.empty();
    }

    /** Snapshots are not kept; nothing in the product asks for one. */
    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new IllegalStateException("The log keeps no snapshots: " + snapshot.getAggregateIdentifier());
    }
}
