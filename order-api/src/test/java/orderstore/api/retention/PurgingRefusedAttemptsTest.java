package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import orderstore.api.attempt.RefusedAttempts;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What was tried in vain goes with the order that it was tried on. */
class PurgingRefusedAttemptsTest extends RetentionServer {

    @Autowired
    private RefusedAttempts attempts;

    @Test
    void attempts_go_with_their_order_and_none_is_noted_of_it_again() {
        String goes = "goes-" + UUID.randomUUID();
        String stays = "stays-" + UUID.randomUUID();
        closed(goes, 500);
        closed(stays, 100);
        append(goes, "vain", "PLACED");
        append(stays, "vain", "PLACED");
        attempts.write();
        assertThat(noted(goes)).isEqualTo("1");

        purge();
        append(goes, "vain", "PLACED");
        attempts.write();

        assertThat(noted(goes)).isEqualTo("0");
        assertThat(noted(stays)).isEqualTo("1");
    }

    private static String noted(String order) {
        return OWN.rows("select count(*)::text from refused_attempt where order_id = '" + order + "'")
                .getFirst();
    }
}
