package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;

/** No reader sees an order go back. */
class SwitchingTest extends RebuiltOverview {

    /** A switch is being tried: for so long what readers see does not go on. */
    private static final String TRYING = "select 1::text from pg_locks where locktype = 'advisory' and database ="
            + " (select oid from pg_database where datname = current_database())";

    @Test
    void what_is_behind_what_readers_see_is_not_shown_before_it_is_as_far() throws SQLException {
        Node node = node();
        long id = caughtUp(node);

        try (Connection holding = log.connections.getConnection()) {
            holdBack(holding, node);
            assertThatThrownBy(() -> node.rebuilds().promote(id, Duration.ZERO))
                    .isInstanceOf(RebuildRefusedException.class)
                    .hasMessageContaining("overview.2 is behind what readers see, position 350");
            assertThat(lines("select live::text from projection")).containsExactly("1");
            holding.rollback();
        }

        Await.until(
                "it is as far",
                () -> lines("select min(position)::text from projection_segment where generation = 2")
                        .equals(List.of("350")));
        node.rebuilds().promote(id, Duration.ZERO);
        assertThat(lines("select live::text from projection")).containsExactly("2");
    }

    @Test
    void an_operator_who_has_time_waits_until_it_is_as_far_and_keeps_nobody_waiting() throws Exception {
        Node node = node();
        long id = caughtUp(node);

        CompletableFuture<Rebuild> promoted;
        try (Connection holding = log.connections.getConnection()) {
            holdBack(holding, node);
            promoted = CompletableFuture.supplyAsync(() -> node.rebuilds().promote(id, Duration.ofMinutes(2)));
            Await.until("it tries", () -> !lines(TRYING).isEmpty());
            Await.until("it waits", () -> lines(TRYING).isEmpty());
            append(50);
            awaitAll(node);
            assertThat(promoted).isNotDone();
            holding.rollback();
        }

        assertThat(promoted.get().state()).isEqualTo(RebuildState.PROMOTED);
        assertThat(lines("select live::text from projection")).containsExactly("2");
    }

    /** A rebuild of 300 changes that waits to be promoted. */
    private long caughtUp(Node node) {
        append(300);
        awaitAll(node);
        long id = node.rebuilds().start("overview", false, "ann").id();
        node.awaitState(id, RebuildState.CAUGHT_UP);
        return id;
    }

    /** Keeps a segment of what was made from going on with 50 changes more, which readers see. */
    private void holdBack(Connection holding, Node node) throws SQLException {
        holding.setAutoCommit(false);
        holding.createStatement()
                .execute("select from projection_segment where generation = 2 and segment = 0 for update");
        append(50);
        awaitAll(node);
    }
}
