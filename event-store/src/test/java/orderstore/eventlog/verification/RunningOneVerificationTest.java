package orderstore.eventlog.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All is verified by one at a time, and all nodes know how far that is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningOneVerificationTest {

    private final VerifiedLog log = new VerifiedLog();
    private final Verifications verifications = new Verifications(log.application, log.verification);

    @BeforeAll
    void some_changes() {
        log.order("a", 0, 3);
        log.order("b", 40, 2);
    }

    @AfterAll
    void close() {
        log.close();
    }

    private VerificationEntry last() {
        return verifications.before(Long.MAX_VALUE, 1).getFirst();
    }

    @Test
    void its_outcome_stays_written() throws Exception {
        Verified found = verifications.run("ann", null, () -> {});

        assertThat(found.ok()).isTrue();
        assertThat(last().by()).isEqualTo("ann");
        assertThat(last().events()).isEqualTo(5);
        assertThat(last().missing()).isZero();
        assertThat(last().digest()).isEqualTo(found.digest());
        assertThat(last().endedAt()).isNotNull();
        assertThat(last().failure()).isNull();
    }

    @Test
    void a_second_one_is_refused_until_the_first_has_ended() throws Exception {
        var seen = new ArrayList<VerificationEntry>();

        verifications.run("ann", null, () -> {
            seen.add(last());
            assertThatThrownBy(() -> verifications.run("bob", null, () -> {}))
                    .isInstanceOf(VerificationRunningException.class);
        });

        assertThat(seen.getFirst().by()).isEqualTo("ann");
        assertThat(seen.getFirst().endedAt()).isNull();
        assertThat(seen.getFirst().total()).isEqualTo(5);
        assertThat(verifications.run("bob", null, () -> {}).ok()).isTrue();
    }

    @Test
    void one_whose_client_hangs_up_ends() throws Exception {
        assertThatThrownBy(() -> verifications.run("ann", null, () -> {
                    throw new IllegalStateException("The client hung up.");
                }))
                .hasMessage("The client hung up.");

        assertThat(last().failure()).isEqualTo("The client hung up.");
        assertThat(last().endedAt()).isNotNull();
        assertThat(verifications.run("bob", null, () -> {}).ok()).isTrue();
    }

    @Test
    void one_whose_node_went_away_is_not_taken_to_be_running() throws Exception {
        log.database.execute("insert into verification (started_by, through, total, started_at, seen_at)"
                + " values ('gone', 1, 1, now() - interval '1 day', now() - interval '1 day')");
        assertThat(last().lost()).isTrue();

        verifications.run("ann", null, () -> {});

        assertThat(verifications.before(last().id(), 1))
                .singleElement()
                .satisfies(gone -> assertThat(gone.failure()).isEqualTo("Its node went away."));
    }

    @Test
    void a_digest_of_what_is_not_there_yet_is_refused() {
        assertThatThrownBy(() -> verifications.run("ann", 6L, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the log goes as far as position 5");
    }
}
