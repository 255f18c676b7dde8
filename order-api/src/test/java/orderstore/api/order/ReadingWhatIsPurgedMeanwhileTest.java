package orderstore.api.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orderstore.api.problem.ProblemException;
import orderstore.eventlog.History;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredHead;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A reader has an order's head when retention takes the order: it is told so, and does not look for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingWhatIsPurgedMeanwhileTest extends OrderClient {

    private final String order = newOrder();

    @Autowired
    private OrderHeads orders;

    @Autowired
    private LogReader log;

    @Autowired
    private PastOrders past;

    @BeforeEach
    void purge() {
        database().execute("insert into order_tombstone (id_hash, receipt) values (order_id_hash('" + order + "'), 7)");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void a_history_ends_in_either_direction(int version) {
        for (boolean descending : new boolean[] {false, true}) {
            var history = new HistoryPart(orders, log, new History(head(version), List.of()), null, descending);

            assertThatPurged(() -> history.next(change -> true, 100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void so_does_a_look_back(int version) {
        assertThatPurged(() -> past.find(head(version), null, Instant.now()));
    }

    /** Its head is read and its events are gone. */
    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void so_does_an_explanation(int version) {
        database().execute("""
                insert into order_head (recorded_at, opened_on, version, order_id, hash, state)
                values (now(), current_date, %d, '%s', sha256('x'), '{"status":"PLACED"}')
                """.formatted(version, order));
        try {
            Answer answer = get("/v1/orders/" + order + "/explanation");

            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.problem()).isEqualTo("order-purged");
            assertThat(answer.json().get("receipt").asString()).isEqualTo("7");
        } finally {
            database().execute("delete from order_head where order_id = '" + order + "'");
        }
    }

    private void assertThatPurged(ThrowingCallable reading) {
        var told = catchThrowableOfType(ProblemException.class, reading);
        assertThat(told.problem().body())
                .containsEntry("type", "/problems/order-purged")
                .containsEntry("receipt", "7");
    }

    private StoredHead head(int version) {
        return new StoredHead(order, version, false, "{}");
    }
}
