package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an append leaves behind, alone and among others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppendingToTheLogTest {

    private LogFixture fixture = new LogFixture();

    @BeforeEach
    void a_fresh_log() {
        fixture.close();
        fixture = new LogFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void positions_count_from_one_over_all_streams_and_versions_within_each() {
        fixture.append("a", 1);
        fixture.append("b", 1);
        fixture.append("a", 2);

        assertThat(fixture.reader.after(0, 10))
                .extracting(event -> event.position() + " " + event.stream() + "@" + event.version())
                .containsExactly("1 a@1", "2 b@1", "3 a@2");
        assertThat(fixture.reader.lastPosition()).isEqualTo(3);
    }

    @Test
    void the_head_is_the_last_event_with_the_state_after_it() {
        fixture.append("a", 1);
        Appended second = fixture.append("a", 2);

        HeadWithLast current = fixture.reader.headWithLast("a").orElseThrow();

        assertThat(current.last())
                .isEqualTo(fixture.reader.stream("a", 2, 2, false, 1).getFirst());
        assertThat(current.last().position()).isEqualTo(second.position());
        assertThat(current.last().recordedAt()).isEqualTo(second.recordedAt());
        assertThat(current.head()).isEqualTo(new StoredHead("a", 2, false, "{\"v\":2}"));
        assertThat(fixture.reader.head("a")).contains(current.head());
        assertThat(fixture.reader.headWithLast("b")).isEmpty();
        assertThat(fixture.reader.head("b")).isEmpty();
    }

    @Test
    void a_version_that_is_not_the_next_is_refused_and_leaves_no_trace() {
        fixture.append("a", 1);

        assertThatThrownBy(() -> fixture.append("a", 1)).isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> fixture.append("a", 3)).isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> fixture.append("new", 2)).isInstanceOf(ConcurrencyException.class);

        assertThat(fixture.append("b", 1).position()).as("no hole").isEqualTo(2);
    }

    @Test
    void events_of_one_append_are_stored_all_or_none() {
        fixture.append("a", 1);

        assertThatThrownBy(() -> fixture.writer.appendRun(List.of(LogFixture.event("a", 1), LogFixture.event("a", 2))))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> fixture.writer.appendRun(List.of(LogFixture.event("a", 2), LogFixture.event("a", 4))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fixture.writer.appendRun(List.of(LogFixture.event("a", 2), LogFixture.event("a", 3))))
                .extracting(Appended::position)
                .containsExactly(2L, 3L);
    }

    @Test
    void of_many_writers_of_one_version_exactly_one_wins() throws Exception {
        List<String> outcomes = together(64, i -> {
            try {
                fixture.append("a", 1);
                return "won";
            } catch (ConcurrencyException e) {
                return "lost";
            }
        });

        assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
        assertThat(fixture.query("select position, version from order_event")).containsExactly("1 1");
    }

    @Test
    void concurrent_appends_leave_no_hole_and_time_never_goes_back() throws Exception {
        together(
                16,
                i -> IntStream.rangeClosed(1, 25)
                        .mapToObj(version -> fixture.append("s" + i, version))
                        .toList());

        assertThat(fixture.query("""
                select count(*), min(position), max(position), count(distinct position),
                  count(*) filter (where recorded_at < before)
                from (select *, lag(recorded_at) over (order by position) as before from order_event) e
                """)).containsExactly("400 1 400 400 0");
        assertThat(fixture.query("""
                select count(*) from order_head h
                join order_event e using (order_id, version, opened_on, recorded_at, hash)
                """)).containsExactly("16");
    }

    @Test
    void each_hash_covers_its_row_and_the_hash_before_it() {
        fixture.append("a", 1);
        fixture.append("a", 2);

        assertThat(fixture.query("""
                select bool_and(hash = sha256(coalesce(before, '') || convert_to(concat_ws(E'\\n', position,
                  (extract(epoch from recorded_at) * 1000000)::bigint, opened_on - date '1970-01-01', version,
                  order_id, event_type, payload, metadata), 'UTF8')))
                from (select *, lag(hash) over (order by version) as before from order_event) e
                """)).containsExactly("t");
    }

    private <T> List<T> together(int threads, java.util.function.IntFunction<T> work) throws Exception {
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<T> task = () -> {
                    start.await();
                    return work.apply(number);
                };
                running.add(pool.submit(task));
            }
            start.countDown();
            var results = new ArrayList<T>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        }
    }
}
