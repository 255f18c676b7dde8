package orderstore.api.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where an upload is cut. */
class ReadingBatchesTest {

    @Test
    void a_full_batch_ends_with_an_order_so_that_the_next_need_not_wait_for_it() throws Exception {
        assertThat(sizes(IntStream.range(0, 2_500).map(i -> i / 3))).containsExactly(999, 999, 502);
    }

    @Test
    void an_order_that_is_longer_than_a_batch_is_cut() throws Exception {
        assertThat(sizes(IntStream.range(0, 2_100).map(i -> 1))).containsExactly(1_000, 1_000, 100);
    }

    @Test
    void a_batch_that_waits_grows_until_it_is_full() throws Exception {
        var input = new ByteArrayInputStream(upload(IntStream.range(0, 1_500)));
        var lines = new BulkLines(new LineReader(input, 100), () -> Instant.EPOCH);

        List<BulkLine> first = lines.next();

        assertThat(lines.arrived()).isEqualTo(first);
        assertThat(lines.next()).isEqualTo(first);
        lines.taken(first);
        assertThat(lines.arrived()).hasSize(501).first().returns(1_000L, BulkLine::number);
    }

    private static List<Integer> sizes(IntStream orders) throws Exception {
        var lines = new BulkLines(new LineReader(new ByteArrayInputStream(upload(orders)), 100), () -> Instant.EPOCH);
        var sizes = new ArrayList<Integer>();
        long number = 0;
        for (List<BulkLine> batch = lines.next(); !batch.isEmpty(); batch = lines.next()) {
            for (BulkLine line : batch) {
                assertThat(line.number()).isEqualTo(++number);
            }
            lines.taken(batch);
            sizes.add(batch.size());
        }
        return sizes;
    }

    private static byte[] upload(IntStream orders) {
        return orders.mapToObj(order -> "{\"orderId\":\"o-" + order
                        + "\",\"changeId\":\"c\",\"status\":\"PLACED\",\"kind\":\"report\"}\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
