package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;

/** Which failures a rebuild waits out, and which end it. */
class TellingOutagesTest {

    private static RuntimeException ofState(String sqlState) {
        return new UncategorizedSQLException("fill", null, new SQLException("refused", sqlState));
    }

    @Test
    void what_passes_by_itself_is_waited_out() {
        assertThat(Outage.isTemporary(new DataAccessResourceFailureException("gone")))
                .isTrue();
        assertThat(Outage.isTemporary(ofState("55P03"))).as("a lock").isTrue();
        assertThat(Outage.isTemporary(ofState("25P03"))).as("stood still").isTrue();
    }

    @Test
    void what_does_not_pass_ends_it() {
        assertThat(Outage.isTemporary(ofState("55006"))).isFalse();
        assertThat(Outage.isTemporary(new IllegalStateException("wrong"))).isFalse();
        assertThat(Outage.isTemporary(new BadSqlGrammarException("fill", "select", new SQLException("no", "42P01"))))
                .isFalse();
    }
}
