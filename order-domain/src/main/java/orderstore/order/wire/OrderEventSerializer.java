package orderstore.order.wire;

import java.util.Objects;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Events and their metadata for Axon, under wire names instead of class names. Of metadata only
 * {@link Provenance} is written.
 */
public final class OrderEventSerializer implements Serializer {

    private final Converter converter = new ChainingConverter();

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expectedRepresentation) {
        Object written = Objects.requireNonNull(object);
        String text = switch (written) {
            case OrderEvent event -> OrderEventJson.write(event);
            case MetaData metadata -> Provenance.write(metadata);
            default -> throw new IllegalArgumentException("Neither an event nor its metadata: " + written);
        };
        T converted = Objects.requireNonNull(converter.convert(text, String.class, expectedRepresentation));
        return new SimpleSerializedObject<>(converted, expectedRepresentation, typeForClass(written.getClass()));
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
        return converter.canConvert(String.class, expectedRepresentation);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon's interface has it.
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        String text = Objects.requireNonNull(
                converter.convert(serialized.getData(), serialized.getContentType(), String.class));
        SerializedType type = serialized.getType();
        if (type.getName().equals(MetaData.class.getName())) {
            Provenance provenance = Provenance.read(text);
            return (T) MetaData.emptyInstance()
                    .and(Provenance.ACTOR, provenance.actor())
                    .and(Provenance.TRACE_ID, provenance.traceId());
        }
        return (T) OrderEventJson.read(type.getName() + ".v" + type.getRevision(), text);
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        return switch (type.getName()) {
            case "order.status-changed" -> StatusChanged.class;
            case "order.status-corrected" -> StatusCorrected.class;
            case "order.report-superseded" -> ReportSuperseded.class;
            case "order.report-conflicted" -> ReportConflicted.class;
            default -> UnknownSerializedType.class;
        };
    }

    @Override
    @SuppressWarnings("rawtypes") // As Axon's interface has it.
    public SerializedType typeForClass(@Nullable Class type) {
        if (type == null || type == MetaData.class) {
            return new SimpleSerializedType(MetaData.class.getName(), null);
        }
        return new SimpleSerializedType(OrderEventJson.type(type), OrderEventJson.revision());
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
