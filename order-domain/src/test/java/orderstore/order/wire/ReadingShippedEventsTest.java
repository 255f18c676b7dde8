package orderstore.order.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.OrderEvent.StatusCorrected;
import orderstore.order.model.Status;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event ever shipped, as it was written: it must stay readable, and be written so for as long as it is current. */
class ReadingShippedEventsTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    static Stream<Arguments> shipped() {
        var everything = new Claim(
                new ChangeId("c-3"),
                Kind.COMMAND,
                new Status("SHIPPED"),
                Instant.parse("2026-03-01T09:00:00.123456Z"),
                "warehouse-7",
                "left \"dock\" 4, größer ✓",
                Map.of("trackingCode", "1Z999", "fragile", true, "weight", new BigDecimal("1.5")),
                null);
        return Stream.of(
                Arguments.of("order.status-changed.v1", new StatusChanged(everything, new Status("PACKED")), """
                        {"changeId":"c-3","kind":"command","status":"SHIPPED","previousStatus":"PACKED",\
                        "occurredAt":"2026-03-01T09:00:00.123456Z","source":"warehouse-7",\
                        "reason":"left \\"dock\\" 4, größer ✓",\
                        "attributes":{"fragile":true,"trackingCode":"1Z999","weight":1.5}}"""),
                Arguments.of(
                        "order.status-changed.v1",
                        new StatusChanged(claim(Kind.REPORT, "PLACED", null, null), null),
                        "{\"changeId\":\"c-1\",\"kind\":\"report\",\"status\":\"PLACED\"}"),
                Arguments.of(
                        "order.status-corrected.v1",
                        new StatusCorrected(claim(Kind.CORRECTION, "PACKED", NINE, "c-0"), new Status("SHIPPED")),
                        """
                        {"changeId":"c-1","status":"PACKED","previousStatus":"SHIPPED","corrects":"c-0",\
                        "occurredAt":"2026-03-01T09:00:00Z"}"""),
                Arguments.of(
                        "order.report-superseded.v1",
                        new ReportSuperseded(claim(Kind.REPORT, "PACKED", NINE, null), new Status("SHIPPED")),
                        """
                        {"changeId":"c-1","status":"PACKED","previousStatus":"SHIPPED",\
                        "occurredAt":"2026-03-01T09:00:00Z"}"""),
                Arguments.of(
                        "order.report-conflicted.v1",
                        new ReportConflicted(claim(Kind.REPORT, "PACKED", NINE, null), new Status("CANCELLED")),
                        """
                        {"changeId":"c-1","status":"PACKED","previousStatus":"CANCELLED",\
                        "occurredAt":"2026-03-01T09:00:00Z"}"""));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void it_is_read_and_written_as_ever(String type, OrderEvent event, String json) {
        var serializer = new OrderEventSerializer();

        SerializedObject<String> written = serializer.serialize(event, String.class);

        assertThat(written.getData()).isEqualTo(json);
        assertThat(written.getType().getName() + ".v" + written.getType().getRevision())
                .isEqualTo(type);
        assertThat(OrderEventJson.read(type, json)).isEqualTo(event);
        OrderEvent read = serializer.deserialize(written);
        assertThat(read).isEqualTo(event);
    }

    @Test
    void members_of_a_later_version_are_passed_over() {
        assertThat(
                        OrderEventJson.read(
                                "order.status-changed.v1",
                                "{\"changeId\":\"c-1\",\"kind\":\"report\",\"new\":[1,{\"a\":2}],\"none\":null,\"status\":\"A\"}"))
                .isEqualTo(new StatusChanged(claim(Kind.REPORT, "A", null, null), null));
    }

    @Test
    void a_type_that_was_never_shipped_is_refused() {
        assertThatThrownBy(() -> OrderEventJson.read("order.painted.v1", "{}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_metadata_only_the_provenance_is_written() {
        var serializer = new OrderEventSerializer();
        MetaData metadata = MetaData.with("traceId", "4bf9").and("actor", "wms").and("summary", new Object());

        SerializedObject<String> written = serializer.serialize(metadata, String.class);

        assertThat(written.getData()).isEqualTo("{\"actor\":\"wms\",\"traceId\":\"4bf9\"}");
        assertThat(Provenance.read(written.getData())).isEqualTo(new Provenance("wms", "4bf9"));
        assertThat(Provenance.read("{}")).isEqualTo(new Provenance(null, null));
    }

    private static Claim claim(Kind kind, String status, @Nullable Instant at, @Nullable String corrects) {
        return new Claim(
                new ChangeId("c-1"),
                kind,
                new Status(status),
                at,
                null,
                null,
                Map.of(),
                corrects == null ? null : new ChangeId(corrects));
    }
}
