package orderstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements that are sent together are run in their order, all or none of them. */
class SendingStatementsTogetherTest {

    private final LogFixture log = new LogFixture();
    private final JdbcClient owner = log.owner;
    private final RoundTrip writes = new RoundTrip();

    @BeforeEach
    void makeATable() {
        owner.sql("create table note (id integer primary key, said text not null)")
                .update();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void each_has_its_own_values_and_sees_what_those_before_it_wrote() {
        writes.add(
                "insert into note select * from unnest(?::integer[], ?::text[])",
                new Integer[] {1, 2, 3},
                new String[] {"one", "two", "three"});
        writes.add("update note set said = said || ? where id > ?", "!", 1);
        writes.add("delete from note where said = ?", "two!");

        int written = writes.run(owner);

        assertThat(written).as("by the first").isEqualTo(3);
        assertThat(notes()).containsExactly("1 one", "3 three!");
    }

    @Test
    void they_are_one_transaction_without_anybody_asking_for_one() {
        writes.add("insert into note values (?, ?)", 1, "one");
        writes.add("insert into note values (?, ?)", 2, "two");

        writes.run(owner);

        assertThat(owner.sql("select count(distinct xmin::text) from note")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void of_those_with_one_that_fails_nothing_is_left() {
        writes.add("insert into note values (?, ?)", 1, "one");
        writes.add("insert into note values (?, ?)", 1, "once more");
        writes.add("insert into note values (?, ?)", 2, "two");

        assertThatThrownBy(() -> writes.run(owner))
                .isInstanceOf(DuplicateKeyException.class)
                .hasMessageContaining("note_pkey");
        assertThat(notes()).isEmpty();
    }

    @Test
    void the_last_one_may_fail_as_well() {
        writes.add("insert into note values (?, ?)", 1, "one");
        writes.add("insert into note values (?, null)", 2);

        assertThatThrownBy(() -> writes.run(owner))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("said");
        assertThat(notes()).isEmpty();
    }

    @Test
    void one_that_cannot_be_understood_keeps_the_others_from_being_run() {
        writes.add("insert into note values (?, ?)", 1, "one");
        writes.add("insert into nothing values (?)", 2);

        assertThatThrownBy(() -> writes.run(owner)).isInstanceOf(BadSqlGrammarException.class);
        assertThat(notes()).isEmpty();
    }

    @Test
    void values_that_do_not_fit_the_question_marks_are_refused() {
        writes.add("insert into note values (?, ?)", 1, "one");
        writes.add("insert into note values (?, ?)", 2);

        assertThatThrownBy(() -> writes.run(owner)).hasMessageContaining("parameter");
        assertThat(notes()).isEmpty();
    }

    @Test
    void none_at_all_asks_the_database_nothing() {
        log.connections.close();

        assertThat(writes.run(log.sql)).isZero();
    }

    private List<String> notes() {
        return owner.sql("select id || ' ' || said from note order by id")
                .query((row, number) -> row.getString(1))
                .list();
    }
}
