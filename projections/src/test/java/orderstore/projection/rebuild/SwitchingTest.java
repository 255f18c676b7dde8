package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import orderstore.projection.LogFixture;
import org.junit.jupiter.api.Test;

/** No reader sees an order go back. */
class SwitchingTest extends RebuiltOverview {

    @Test
    void what_is_behind_what_readers_see_is_not_shown_before_it_is_as_far() throws SQLException {
        Node node = node();
        append(300);
        awaitAll(node);
        long id = node.rebuilds().start("overview", false, "ann").id();
        node.awaitState(id, RebuildState.CAUGHT_UP);

        try (Connection holding = log.connections.getConnection()) {
            holding.setAutoCommit(false);
            holding.createStatement()
                    .execute("select from projection_segment where generation = 2 and segment = 0 for update");
            append(50);
            awaitAll(node);
            assertThatThrownBy(() -> node.rebuilds().promote(id))
                    .isInstanceOf(RebuildRefusedException.class)
                    .hasMessageContaining("overview.2 is behind what readers see, position 350");
            assertThat(lines("select live::text from projection")).containsExactly("1");
            holding.rollback();
        }

        LogFixture.await(
                "it is as far",
                () -> lines("select min(position)::text from projection_segment where generation = 2")
                        .equals(List.of("350")));
        node.rebuilds().promote(id);
        assertThat(lines("select live::text from projection")).containsExactly("2");
    }
}
