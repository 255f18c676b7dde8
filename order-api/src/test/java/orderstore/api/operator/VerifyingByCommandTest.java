package orderstore.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.api.operator.StubProduct.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an operator reads who verifies the log and looks at the audit by commands. */
class VerifyingByCommandTest {

    private final StubProduct product = new StubProduct();

    @AfterEach
    void close() {
        product.close();
    }

    @Test
    void a_log_that_is_as_it_was_written_is_told_with_its_digest() {
        product.on("POST /v1/admin/verifications", 200, """
                {"orders":1200,"changes":6000,"ok":true,"brokenOrders":0,"broken":[],"missing":0,"position":6000,
                 "digest":"ab12","months":[]}
                """);

        Said said = product.command("verify");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "6,000 changes of 1,200 orders: all are as they were written.",
                        "Digest through position 6000: ab12");
        assertThat(product.command("verify", "--position", "5000").code()).isZero();
        assertThat(product.asked).contains("POST /v1/admin/verifications {\"position\":5000}");
    }

    @Test
    void what_is_broken_is_a_table_and_no_success() {
        product.on("POST /v1/admin/verifications", 200, """
                {"orders":1,"changes":3,"ok":false,"brokenOrders":3,"missing":2,
                 "broken":[{"orderId":"o-1","version":2,"position":7,"detail":"Its hash is not that of its columns."}]}
                """);

        Said said = product.command("verify", "--order", "o-1");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out().lines())
                .containsExactly(
                        "3 changes of 1 orders: not all are as they were written.",
                        "Missing: 2 changes, of which no receipt tells.",
                        "ORDER  VERSION  POSITION  WHAT IS WRONG",
                        "o-1          2         7  Its hash is not that of its columns.",
                        "And 2 orders more.");
        assertThat(product.asked).contains("POST /v1/admin/verifications {\"orderId\":\"o-1\"}");
    }

    @Test
    void a_refusal_and_a_wrong_command_line_are_told() {
        product.on(
                "POST /v1/admin/verifications",
                409,
                "application/problem+json",
                "",
                "{\"detail\":\"Another one is under way.\"}");

        assertThat(product.command("verify").err()).contains("Another one is under way.");
        assertThat(product.command("verify").code()).isEqualTo(1);
        assertThat(product.command("verify", "--position", "x").code()).isEqualTo(2);
        assertThat(product.command("verify", "all").code()).isEqualTo(2);
        assertThat(product.command("verify", "--help").out()).contains("Usage: ./orderstore verify");
        assertThat(product.command("audit", "--help").out()).contains("Usage: ./orderstore audit");
    }

    @Test
    void how_far_it_is_is_a_bar() {
        assertThat(VerificationCommand.bar(JsonMapper.shared().readTree("""
                        {"state":"running","changes":500000,"totalChanges":1000000,"changesPerSecond":250000.4,
                         "etaSeconds":2.0,"brokenOrders":1}
                        """)))
                .isEqualTo(
                        "[###############---------------] 50 %, 500,000 of 1,000,000, 250,000/s, 2.0 s left, 1 broken");
    }

    @Test
    void the_audit_is_a_table() {
        product.on("GET /v1/admin/audit?limit=50&actor=ann&from=2026-03-01T00%3A00%3A00Z", 200, """
                {"items":[{"id":"8","at":"2026-03-01T09:00:00.123Z","actor":"ann","method":"PUT",
                 "path":"/v1/admin/holds/o-1","query":null,"request":{"reason":"a lawsuit"},"status":200,"problem":null},
                 {"id":"7","at":"2026-03-01T08:00:00Z","actor":"ann","method":"POST","path":"/v1/admin/keys",
                 "query":"a=b","request":null,"status":403,"problem":"/problems/forbidden"}],"next":null}
                """);

        Said said = product.command("audit", "--actor", "ann", "--from", "2026-03-01T00:00:00Z");

        assertThat(said.out().lines())
                .containsExactly(
                        "ID  AT                    ACTOR  ACTION                   STATUS         REQUEST",
                        " 8  2026-03-01T09:00:00Z  ann    PUT /v1/admin/holds/o-1  200            {\"reason\":\"a lawsuit\"}",
                        " 7  2026-03-01T08:00:00Z  ann    POST /v1/admin/keys?a=b  403 forbidden");
    }
}
