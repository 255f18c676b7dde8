package orderstore.eventlog.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever changes what was written, even with all rights, is found out by order and version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperingWithTheLogTest {

    private final VerifiedLog log = new VerifiedLog();

    @BeforeAll
    void three_orders() {
        log.order("a", 0, 3);
        log.order("b", 1, 3);
        log.order("c", 40, 1);
        log.keep();
    }

    @AfterEach
    void undo() {
        log.undo();
    }

    @AfterAll
    void close() {
        log.close();
    }

    @Test
    void what_nobody_touched_is_as_it_was_written() {
        Verified found = log.all();

        assertThat(found.ok()).isTrue();
        assertThat(found.streams()).isEqualTo(3);
        assertThat(found.events()).isEqualTo(7);
        assertThat(found.through()).isEqualTo(7);
        assertThat(found.missing()).isZero();
        assertThat(found.months()).extracting(Verified.Month::streams).containsExactly(2L, 1L);
        assertThat(log.verification.one("b").orElseThrow().ok()).isTrue();
        assertThat(log.verification.one("b").orElseThrow().events()).isEqualTo(3);
        assertThat(log.verification.one("nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "position = position + 100",
                "recorded_at = recorded_at + interval '1 microsecond'",
                "opened_on = opened_on + 1",
                "opened_on = opened_on + 35",
                "version = 9",
                "order_id = 'B'",
                "event_type = 'order.status-corrected.v1'",
                "payload = overlay(payload placing 'C' from 4 for 1)",
                "metadata = overlay(metadata placing 'x' from 4 for 1)",
                "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)",
            })
    void one_byte_of_a_column_is_found(String change) {
        log.forge("update order_event set %s where order_id = 'b' and version = 2".formatted(change));

        assertThat(log.broken()).contains("b 2");
        assertThat(log.verification.one("b").orElseThrow().broken())
                .singleElement()
                .satisfies(broken -> assertThat(broken.version()).isEqualTo(2));
        assertThat(log.verification.one("a").orElseThrow().ok()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2"})
    void a_row_that_is_gone_is_found(int gone, int named) {
        log.forge("delete from order_event where order_id = 'b' and version = " + gone);

        Verified found = log.all();

        assertThat(found.missing()).isEqualTo(1);
        assertThat(log.broken()).containsExactly("b " + named);
        assertThat(log.verification.one("b").orElseThrow().ok()).isFalse();
    }

    @Test
    void rows_that_changed_places_are_found() {
        log.forge("""
            update order_event set version = 99 where order_id = 'b' and version = 2;
            update order_event set version = 2 where order_id = 'b' and version = 3;
            update order_event set version = 3 where order_id = 'b' and version = 99
            """);

        assertThat(log.broken()).containsExactly("b 2");
    }

    @Test
    void a_change_that_was_written_anew_with_its_hash_does_not_carry_what_follows() {
        log.forge("""
            update order_event e set
              payload = '{}',
              hash = order_event_hash(p.hash, e.position, e.recorded_at, e.opened_on, e.version, e.order_id,
                e.event_type::text, '{}', e.metadata)
            from order_event p
            where e.order_id = 'b' and e.version = 2 and p.order_id = 'b' and p.version = 1
            """);

        assertThat(log.broken()).containsExactly("b 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update order_head set version = 4 where order_id = 'b'",
                "update order_head set hash = sha256('') where order_id = 'b'",
                "update order_head set opened_on = opened_on + 1 where order_id = 'b'",
                "update order_head set opened_on = opened_on + 40 where order_id = 'b'",
                "update order_head set recorded_at = now() where order_id = 'b'",
                "update order_head set state = replace(state, 'CONFIRMED', 'DELIVERED') where order_id = 'b'",
                "delete from order_head where order_id = 'b'",
            })
    void a_head_that_does_not_belong_to_its_changes_is_found(String change) {
        log.forge(change);

        assertThat(log.broken()).containsExactly("b 3");
        assertThat(log.verification.one("b").orElseThrow().ok()).isFalse();
    }

    @Test
    void a_head_without_changes_is_found() {
        log.forge("delete from order_event where order_id = 'b'");

        assertThat(log.broken()).containsExactly("b 1");
        assertThat(log.all().missing()).isEqualTo(3);
        assertThat(log.verification.one("b").orElseThrow().ok()).isFalse();
    }

    @Test
    void an_order_that_went_without_a_receipt_is_missing() {
        log.forge("delete from order_event where order_id = 'b'; delete from order_head where order_id = 'b'");

        Verified found = log.all();

        assertThat(found.broken()).isEmpty();
        assertThat(found.missing()).isEqualTo(3);
        assertThat(found.ok()).isFalse();
    }

    @Test
    void of_many_broken_orders_some_are_told_and_all_are_counted() {
        for (int i = 0; i < Findings.TOLD + 5; i++) {
            log.order("o-" + i, 50, 1);
        }
        log.forge("update order_event set metadata = '{}' where order_id like 'o-%'");

        Verified found = log.all();

        assertThat(found.brokenStreams()).isEqualTo(Findings.TOLD + 5);
        assertThat(found.broken()).hasSize(Findings.TOLD);
    }

    @Test
    void who_writes_a_whole_chain_anew_is_found_by_the_digest_that_was_kept_elsewhere() throws Exception {
        Verified before = log.all();
        log.order("d", 60, 2);
        assertThat(log.verification
                        .all(before.through(), LogVerification.Progress.NONE)
                        .digest())
                .isEqualTo(before.digest());

        log.forge("""
            update order_event e set
              payload = replace(payload, 'c-1', 'c-9'),
              hash = order_event_hash(null, position, recorded_at, opened_on, version, order_id, event_type::text,
                replace(payload, 'c-1', 'c-9'), metadata)
            where order_id = 'c';
            update order_head h set hash = e.hash from order_event e where h.order_id = 'c' and e.order_id = 'c'
            """);
        Verified after = log.verification.all(before.through(), LogVerification.Progress.NONE);

        assertThat(after.ok()).isTrue();
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.months().getFirst()).isEqualTo(before.months().getFirst());
        assertThat(after.months().getLast()).isNotEqualTo(before.months().getLast());
    }
}
