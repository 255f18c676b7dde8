package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that are large come in smaller parts, and none is left out. */
class ReadingLargeEventsTest {

    @Test
    void a_part_ends_where_it_outgrows_a_readers_memory() {
        try (var fixture = new LogFixture()) {
            String payload = "\"" + "x".repeat(300_000) + "\"";
            for (int version = 1; version <= 10; version++) {
                fixture.writer.append(new NewEvent("large", version, "order.status-changed.v1", payload, "{}", "{}"));
            }

            List<StoredEvent> part = fixture.reader.after(2, 1_000);
            assertThat(part).extracting(StoredEvent::position).containsExactly(3L, 4L, 5L, 6L);
            assertThat(fixture.reader.after(10, 1_000)).isEmpty();
            assertThat(fixture.reader.stream("large", 2, 10, true, 1_000))
                    .extracting(StoredEvent::version)
                    .containsExactly(10, 9, 8, 7);
            assertThat(fixture.reader.stream("large", 2, 10, false, 2))
                    .extracting(StoredEvent::version)
                    .containsExactly(2, 3);
        }
    }
}
