package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Successive events of one stream are appended together, all or none, beside those of other streams. */
class AppendingRunsTest {

    private final LogFixture fixture = new LogFixture();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final GroupCommit writer =
            new GroupCommit(fixture.log, AppendLimits.DEFAULT, (events, bytes, wait, commit) -> batches.add(events));

    @AfterEach
    void close() {
        writer.close();
        fixture.close();
    }

    @Test
    void runs_of_many_streams_share_a_commit_and_stand_in_the_order_in_which_they_came() {
        fixture.append("b", 1);

        List<List<Appended>> appended = writer.appendEach(List.of(run("a", 1, 3), run("b", 2, 2), run("c", 1, 2)));

        assertThat(appended.stream()
                        .map(run -> run.stream().map(Appended::position).toList()))
                .containsExactly(List.of(2L, 3L, 4L), List.of(5L), List.of(6L, 7L));
        assertThat(fixture.query("select count(distinct xmin::text) from order_event where position > 1"))
                .as("transactions")
                .containsExactly("1");
        Await.until("the writer has told", () -> batches.equals(List.of(6)));
    }

    @Test
    void the_head_is_the_last_of_a_run() {
        writer.appendEach(List.of(run("a", 1, 2), run("b", 1, 3)));
        writer.appendEach(List.of(run("a", 3, 5)));

        assertThat(fixture.query("""
                select h.order_id, h.version, h.state from order_head h
                join order_event e using (order_id, version, opened_on, recorded_at, hash)
                order by 1
                """)).containsExactly("a 5 {\"v\":5}", "b 3 {\"v\":3}");
    }

    @Test
    void the_hashes_of_a_run_form_a_chain_that_goes_on_from_the_head() {
        fixture.append("a", 1);
        writer.appendEach(List.of(run("a", 2, 4), run("b", 1, 3)));
        writer.appendEach(List.of(run("b", 4, 5), run("a", 5, 5)));
        fixture.append("b", 6);

        assertThat(fixture.query("""
                select count(*), bool_and(hash = sha256(coalesce(before, '') || convert_to(concat_ws(E'\\n', position,
                  (extract(epoch from recorded_at) * 1000000)::bigint, opened_on - date '1970-01-01', version,
                  order_id, event_type, payload, metadata), 'UTF8')))
                from (select *, lag(hash) over (partition by order_id order by version) as before from order_event) e
                """)).containsExactly("11 t");
    }

    @Test
    void a_run_whose_first_is_not_the_next_is_refused_whole_and_leaves_no_hole() {
        fixture.append("a", 1);

        var appended = writer.appendEach(List.of(run("a", 1, 3), run("b", 1, 2), run("c", 2, 3), run("d", 1, 1)));

        assertThat(appended.stream().map(List::size)).containsExactly(0, 2, 0, 1);
        assertThat(fixture.query("select order_id, max(version), max(position) from order_event group by 1 order by 3"))
                .containsExactly("a 1 1", "b 2 3", "d 1 4");
    }

    @Test
    void a_run_with_data_that_the_database_refuses_fails_whole_and_alone() {
        var bad = List.of(
                LogFixture.event("bad", 1),
                new NewEvent("bad", 2, "order.status-changed.v1", "{\"x\":\"\u0000\"}", "{}", "{}"));

        assertThatThrownBy(() ->
                        writer.appendEach(List.of(run("a", 1, 2), run("b", 1, 2), bad, run("c", 1, 2), run("d", 1, 2))))
                .isInstanceOf(IllegalStateException.class);

        Await.until("the others are appended", () -> fixture.reader.lastPosition() == 8);
        assertThat(fixture.query("select distinct order_id from order_event order by 1"))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void an_answer_that_is_lost_after_the_commit_is_looked_up() {
        var losing = new AppendTransaction(BeforeTheAnswer.database(fixture.connections, () -> {
            throw new SQLException("The answer was lost", "08006");
        }));
        try (var unlucky = new GroupCommit(losing, AppendLimits.DEFAULT, AppendObserver.NONE)) {
            var appended = unlucky.appendEach(List.of(run("a", 1, 2), run("b", 2, 3)));

            assertThat(appended.stream()
                            .map(run -> run.stream().map(Appended::position).toList()))
                    .containsExactly(List.of(1L, 2L), List.of());
        }
    }

    @Test
    void versions_that_do_not_follow_each_other_are_no_run() {
        assertThatThrownBy(
                        () -> writer.appendEach(List.of(List.of(LogFixture.event("a", 1), LogFixture.event("a", 3)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<NewEvent> run(String stream, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(version -> LogFixture.event(stream, version))
                .toList();
    }
}
