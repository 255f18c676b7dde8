package orderstore.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.api.operator.StubProduct.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads who purges by commands. */
class RetainingByCommandTest {

    private static final String RECEIPT = """
            {"id":"3","plan":"7","cutoff":"2025-10-17T00:00:00Z","orders":1200,"changes":6000,"bytes":2500000,
             "executedBy":"ann","endedAt":"2026-11-21T03:30:02Z","stopped":null,
             "partitions":[{"month":"2025-08-01","orders":1200,"changes":6000,"bytes":2500000,"digest":"ab"}]}
            """;

    private final StubProduct product = new StubProduct();

    @AfterEach
    void close() {
        product.close();
    }

    @Test
    void a_plan_tells_what_would_go_and_what_holds_it_back() {
        product.on("POST /v1/admin/retention-plans", 201, """
                {"id":"7","cutoff":"2025-10-17T00:00:00Z","orders":1200,"changes":6000,"bytes":2500000,
                 "kept":{"open":5,"recent":30,"held":1},"behind":["overview.1 at position 9"],
                 "partitions":[{"month":"2025-08-01","orders":1200,"changes":6000,"bytes":2500000}]}
                """);

        Said said = product.retention("plan", "--older-than", "P400D");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "Plan 7: 1,200 orders with 6,000 changes would go, about 2,500,000 bytes."
                                + " Cutoff: 2025-10-17T00:00:00Z.",
                        "Kept: 5 open, 30 recent, 1 held.",
                        "Held back by overview.1 at position 9.",
                        "MONTH    ORDERS  CHANGES      BYTES",
                        "2025-08   1,200    6,000  2,500,000");
    }

    @Test
    void an_execution_shows_its_receipt() {
        product.on("POST /v1/admin/retention-plans/7/execution", 200, RECEIPT);

        assertThat(product.retention("execute", "7").out().lines())
                .containsExactly(
                        "Receipt 3 of plan 7: 1,200 orders with 6,000 changes went, 2,500,000 bytes are free."
                                + " Cutoff: 2025-10-17T00:00:00Z.",
                        "MONTH    ORDERS  CHANGES      BYTES  DIGEST",
                        "2025-08   1,200    6,000  2,500,000  ab");
        assertThat(product.retention("execute").err()).contains("needs the number of a plan", "retention --help");
    }

    @Test
    void an_execution_that_left_a_part_is_no_success() {
        product.on(
                "POST /v1/admin/retention-plans/7/execution",
                200,
                RECEIPT.replace("\"stopped\":null", "\"stopped\":\"it has changed\""));

        Said said = product.retention("execute", "7");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("A part was left: it has changed");
    }

    @Test
    void receipts_are_a_table() {
        product.on("GET /v1/admin/retention-receipts?limit=20", 200, "{\"items\":[" + RECEIPT + "]}");
        product.on("GET /v1/admin/retention-receipts/3", 200, RECEIPT);

        assertThat(product.retention("receipts").out()).contains("3     7  2025-10-17T00:00:00Z   1,200    6,000");
        assertThat(product.retention("receipts", "3").out()).startsWith("Receipt 3 of plan 7");
        assertThat(product.retention("purge").code()).isEqualTo(2);
        assertThat(product.retention("--help").out()).contains("Usage: ./orderstore retention");
    }

    @Test
    void orders_are_held_and_released() {
        String hold = "{\"orderId\":\"o-1\",\"reason\":\"a lawsuit\",\"heldBy\":\"ann\","
                + "\"heldAt\":\"2026-11-21T09:00:00.123456Z\"}";
        product.on("PUT /v1/admin/holds/o-1", 200, hold);
        product.on("DELETE /v1/admin/holds/o-1", 204, "");
        product.on("GET /v1/admin/holds?limit=1000", 200, "{\"items\":[" + hold + "],\"next\":\"x\"}");
        product.on("GET /v1/admin/holds?limit=1000&after=x", 200, "{\"items\":[],\"next\":null}");

        assertThat(product.retention("hold", "o-1", "--reason", "a lawsuit")
                        .out()
                        .strip())
                .isEqualTo("Order o-1 is held: a lawsuit");
        assertThat(product.retention("holds").out().lines())
                .containsExactly(
                        "ORDER  HELD BY  HELD AT               REASON",
                        "o-1    ann      2026-11-21T09:00:00Z  a lawsuit");
        assertThat(product.retention("release", "o-1").out().strip()).isEqualTo("Order o-1 is not held.");
        assertThat(product.retention("hold", "o-1").err()).contains("hold needs --reason");
        assertThat(product.retention("hold", "../keys", "--reason", "x").code()).isEqualTo(2);
    }
}
