package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a node has written is handed on without a gap, and never so much that it fills the memory. */
class HandingOnWrittenEventsTest {

    private final WrittenEvents written = new WrittenEvents();

    @Test
    void what_comes_next_is_taken_part_by_part() {
        written.add(events(1, 2, "{}"));
        written.add(events(3, 3, "{}"));

        assertThat(written.takeAfter(0)).isEqualTo(events(1, 2, "{}"));
        assertThat(written.takeAfter(2)).isEqualTo(events(3, 3, "{}"));
        assertThat(written.takeAfter(3)).isEmpty();
    }

    @Test
    void where_others_wrote_before_there_is_nothing_until_they_were_read() {
        written.add(events(2, 3, "{}"));

        assertThat(written.takeAfter(0)).isEmpty();
        assertThat(written.takeAfter(1)).isEqualTo(events(2, 3, "{}"));
    }

    @Test
    void what_was_read_already_is_passed_over() {
        written.add(events(1, 2, "{}"));
        written.add(events(3, 4, "{}"));

        assertThat(written.takeAfter(3)).isEqualTo(events(3, 4, "{}"));
    }

    @Test
    void too_many_are_left_out_until_there_is_room() {
        written.add(events(1, RecentEvents.MAX_EVENTS, "{}"));
        long next = RecentEvents.MAX_EVENTS + 1;
        written.add(events(next, next, "{}"));

        assertThat(written.takeAfter(0)).hasSize(RecentEvents.MAX_EVENTS);
        assertThat(written.takeAfter(next - 1)).isEmpty();
        written.add(events(next + 1, next + 1, "{}"));
        assertThat(written.takeAfter(next)).hasSize(1);
    }

    @Test
    void too_large_ones_are_left_out_as_well() {
        String half = "x".repeat((int) RecentEvents.MAX_CHARACTERS / 2);
        written.add(events(1, 1, half));
        written.add(events(2, 2, half));

        assertThat(written.takeAfter(0)).hasSize(1);
        assertThat(written.takeAfter(1)).isEmpty();
    }

    private static List<StoredEvent> events(long from, long to, String payload) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(position -> new StoredEvent(
                        position, Instant.EPOCH, "s", (int) position, "order.status-changed.v1", payload, "{}"))
                .toList();
    }
}
