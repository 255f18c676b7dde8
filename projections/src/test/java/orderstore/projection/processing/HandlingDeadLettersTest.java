package orderstore.projection.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import orderstore.projection.Fold;
import orderstore.projection.LoggedChange;
import orderstore.projection.Projector;
import orderstore.projection.intake.DeadLetter;
import orderstore.projection.intake.Reprocessed.Done;
import orderstore.projection.intake.Reprocessed.OtherVersion;
import orderstore.projection.intake.Reprocessed.Unknown;
import orderstore.projection.intake.Reprocessed.Waits;
import orderstore.projection.intake.Reprocessing;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Parked changes are retried or skipped, an order at a time and in its order. */
class HandlingDeadLettersTest extends ParkedChanges {

    @Test
    void a_parked_change_says_what_it_is_and_why_it_waits() {
        nodes.append("odd", 1, "PLACED");
        long second = nodes.appendUnreadable("odd", 2);
        long third = nodes.append("odd", 3, "PACKED");
        Nodes.awaitPosition(node, third);

        DeadLetter bad = letters().getFirst();
        assertThat(bad.projection()).isEqualTo("overview");
        assertThat(bad.orderId()).isEqualTo("odd");
        assertThat(bad.version()).isEqualTo(2);
        assertThat(bad.position()).isEqualTo(second);
        assertThat(bad.changeId()).isEqualTo("c-2");
        assertThat(bad.failure()).isEqualTo("java.lang.NullPointerException: status");
        assertThat(bad.attempts()).isEqualTo(1);
        DeadLetter behind = letters().getLast();
        assertThat(behind.version()).isEqualTo(3);
        assertThat(behind.failure()).isNull();
        assertThat(behind.attempts()).isZero();
        assertThat(letters.after(bad.id(), "overview", 10)).containsExactly(behind);
        assertThat(letters.after(0, "another", 10)).isEmpty();
        assertThat(letters.after(0, null, 1)).containsExactly(bad);
    }

    @Test
    void a_retry_takes_in_the_change_and_all_that_wait_behind_it() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        nodes.append("odd", 3, "SHIPPED");
        Nodes.awaitPosition(node, nodes.append("odd", 4, "DELIVERED"));

        assertThat(reprocessing.retry(first())).isEqualTo(new Done(0, 3, "java.lang.NullPointerException: status"));
        assertThat(letters().getFirst().attempts()).isEqualTo(2);

        assertThat(mended(2).retry(first())).isEqualTo(new Done(3, 0, null));

        assertThat(letters()).isEmpty();
        assertThat(overview()).containsExactly("odd 4 DELIVERED");
        Nodes.awaitPosition(node, nodes.append("odd", 5, "PLACED"));
        assertThat(overview()).containsExactly("odd 5 PLACED");
    }

    @Test
    void a_retry_stops_at_the_next_change_that_cannot_be_taken_in() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        nodes.append("odd", 3, "SHIPPED");
        nodes.appendUnreadable("odd", 4);
        Nodes.awaitPosition(node, nodes.append("odd", 5, "DELIVERED"));

        assertThat(mended(2).retry(first())).isEqualTo(new Done(2, 2, "java.lang.NullPointerException: status"));

        assertThat(overview()).containsExactly("odd 3 SHIPPED");
        assertThat(letters()).extracting(DeadLetter::version).containsExactly(4, 5);
        assertThat(letters()).extracting(DeadLetter::attempts).containsExactly(1, 0);
    }

    @Test
    void a_row_that_cannot_be_written_is_tried_again_as_well() {
        nodes.log
                .owner
                .sql("alter table order_overview_1 add constraint refused check (source <> 'bad')")
                .update();
        Nodes.awaitPosition(node, nodes.append("odd", 1, "PLACED", "bad"));

        assertThat(reprocessing.retry(first()))
                .isInstanceOfSatisfying(
                        Done.class, again -> assertThat(again.failure()).contains("refused"));

        nodes.log
                .owner
                .sql("alter table order_overview_1 drop constraint refused")
                .update();
        assertThat(reprocessing.retry(first())).isEqualTo(new Done(1, 0, null));
        assertThat(overview()).containsExactly("odd 1 PLACED");
    }

    @Test
    void only_the_first_of_an_order_can_be_dealt_with() {
        nodes.append("odd", 1, "PLACED");
        nodes.appendUnreadable("odd", 2);
        Nodes.awaitPosition(node, nodes.append("odd", 3, "PACKED"));

        long waiting = letters().getLast().id();
        var waits = new Waits("odd", 3, first(), 2);
        assertThat(reprocessing.retry(waiting)).isEqualTo(waits);
        assertThat(reprocessing.skip(waiting, "ann", "it is a test")).isEqualTo(waits);
        assertThat(reprocessing.retry(waiting + 1)).isEqualTo(new Unknown());
        assertThat(letters()).hasSize(2);
    }

    @Test
    void what_another_version_of_the_code_made_is_left_to_it() {
        Nodes.awaitPosition(node, nodes.appendUnreadable("odd", 1));

        var newer =
                new Reprocessing(List.of(new Changed(2, Nodes.OVERVIEW::projector)), nodes.log, nodes.log.connections);

        assertThat(newer.retry(first())).isEqualTo(new OtherVersion("overview", 1, 2));
        assertThat(letters()).hasSize(1);
    }

    /** Code that knows what to make of the changes of one version. */
    private Reprocessing mended(int version) {
        var mended = new Changed(1, generation -> {
            Projector projector = Nodes.OVERVIEW.projector(generation);
            return () -> new MendedFold(projector.begin(), version);
        });
        return new Reprocessing(List.of(mended), nodes.log, nodes.log.connections);
    }

    private record MendedFold(Fold fold, int version) implements Fold {
        @Override
        public void add(LoggedChange change) {
            fold.add(change.version() == version ? readable(change) : change);
        }

        private static LoggedChange readable(LoggedChange change) {
            return new LoggedChange(
                    change.position(),
                    change.recordedAt(),
                    change.orderId(),
                    change.version(),
                    change.type(),
                    "{\"changeId\":\"c\",\"kind\":\"command\",\"status\":\"PACKED\"}");
        }

        @Override
        public void write(JdbcClient database) {
            fold.write(database);
        }
    }
}
