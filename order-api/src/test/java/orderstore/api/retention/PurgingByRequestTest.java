package orderstore.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an operator asks of retention by HTTP, and what becomes of the orders that went. */
class PurgingByRequestTest extends RetentionServer {

    @Autowired
    private LogTail tail;

    private static String order(String name) {
        return name + "-" + UUID.randomUUID();
    }

    @Test
    void a_plan_is_made_executed_once_and_receipted() {
        String goes = order("goes");
        closed(goes, 500);
        closed(order("recent"), 100);
        awaitReadModels();

        Answer plan = plan();
        assertThat(plan.status()).isEqualTo(201);
        assertThat(plan.header("Location"))
                .isEqualTo(PLANS + "/" + plan.json().get("id").asString());
        assertThat(plan.json().get("digest").asString()).matches("[0-9a-f]{64}");
        assertThat(plan.json().get("orders").asLong()).isPositive();
        assertThat(plan.json().get("changes").asLong()).isPositive();
        assertThat(plan.json().get("kept").get("recent").asLong()).isPositive();
        assertThat(plan.json().get("behind").isEmpty()).isTrue();
        assertThat(get(Objects.requireNonNull(plan.header("Location"))).json()).isEqualTo(plan.json());
        assertThat(get("/v1/orders/" + goes).status()).isEqualTo(200);

        Answer receipt = execute(plan);
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.json().get("planDigest")).isEqualTo(plan.json().get("digest"));
        assertThat(receipt.json().get("orders")).isEqualTo(plan.json().get("orders"));
        assertThat(receipt.json().get("changes")).isEqualTo(plan.json().get("changes"));
        assertThat(execute(plan).json()).isEqualTo(receipt.json());
        String id = receipt.json().get("id").asString();
        assertThat(get("/v1/admin/retention-receipts/" + id).json()).isEqualTo(receipt.json());
        assertThat(get("/v1/admin/retention-receipts?limit=1")
                        .json()
                        .get("items")
                        .get(0))
                .isEqualTo(receipt.json());

        Answer standing = get("/v1/admin/retention");
        assertThat(standing.json().get("policy").get("age").asString()).isEqualTo("P400D");
        assertThat(standing.json().get("policy").get("enabled").asBoolean()).isFalse();
        assertThat(standing.json().get("nextRun").isNull()).isTrue();
        assertThat(standing.json().get("lastReceipt").get("id").asString()).isEqualTo(id);
        assertThat(standing.json().get("partitions").get(0).get("name").asString())
                .startsWith("order_event_");
    }

    @Test
    void an_order_that_was_purged_is_gone_for_good() {
        String goes = order("goes");
        closed(goes, 500);
        assertThat(append(goes, "c-2", "CANCELLED").status())
                .as("remembered as a repeat")
                .isEqualTo(200);
        String receipt = purge();

        for (Answer gone : new Answer[] {
            get("/v1/orders/" + goes),
            get("/v1/orders/" + goes + "/status-changes"),
            get("/v1/orders/" + goes + "/status-changes/c-1"),
            append(goes, "c-1", "PLACED"),
            append(goes, "c-2", "CANCELLED"),
            append(goes, "c-3", "DELIVERED"),
            send("PUT", "/v1/admin/holds/" + goes, "{\"reason\":\"too late\"}"),
        }) {
            assertThat(gone.status()).as(gone.response().body()).isEqualTo(410);
            assertThat(gone.problem()).isEqualTo("order-purged");
            assertThat(gone.json().get("receipt").asString()).isEqualTo(receipt);
            assertThat(gone.json().get("orderId").asString()).isEqualTo(goes);
        }
        Answer found = get("/v1/orders?limit=1000");
        assertThat(found.response().body()).doesNotContain(goes);
    }

    @Test
    void who_waits_for_a_change_of_an_order_that_is_purged_is_told_at_once() {
        String goes = order("goes");
        closed(goes, 500);
        String stays = order("stays");
        append(stays, "c-1", "PLACED");
        var waitsForOne = CompletableFuture.supplyAsync(() -> changeOf(goes, 2, 60));
        var waitsForOther = CompletableFuture.supplyAsync(() -> changeOf(stays, 1, 60));
        Await.until("both wait", () -> tail.followers() == 2);
        String receipt = purge();

        assertThat(waitsForOne.join().status()).isEqualTo(410);
        assertThat(waitsForOne.join().json().get("receipt").asString()).isEqualTo(receipt);
        assertThat(waitsForOther.isDone()).isFalse();
        append(stays, "c-2", "CANCELLED");
        assertThat(waitsForOther.join().status()).isEqualTo(200);
    }

    private Answer changeOf(String order, int version, int seconds) {
        return send(request("GET", "/v1/orders/" + order, null)
                .header("If-None-Match", "\"" + version + "\"")
                .header("Prefer", "wait=" + seconds)
                .header("Authorization", "Bearer " + key()));
    }

    @Test
    void of_an_upload_the_lines_of_a_purged_order_are_refused_alone() {
        String goes = order("goes");
        String known = order("goes");
        closed(goes, 500);
        closed(known, 500);
        append(known, "c-2", "CANCELLED");
        purge();
        String other = order("other");

        Answer answer = send(request(
                        "POST",
                        "/v1/status-changes",
                        String.join(
                                "\n",
                                line(goes, "c-1", "PLACED"),
                                line(other, "c-1", "PLACED"),
                                line(goes, "c-9", "DELIVERED"),
                                line(known, "c-2", "CANCELLED")))
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + key()));

        assertThat(answer.response().body().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"refused\"", "order-purged"),
                        line -> assertThat(line).contains("\"appended\""),
                        line -> assertThat(line).contains("\"refused\"", "order-purged"),
                        line -> assertThat(line).contains("\"refused\"", "order-purged"),
                        line -> assertThat(line).contains("\"refused\":3"));
    }

    private static String line(String order, String change, String status) {
        return "{\"orderId\":\"%s\",\"changeId\":\"%s\",\"status\":\"%s\"}".formatted(order, change, status);
    }

    @Test
    void who_comes_back_to_where_changes_were_purged_is_told() {
        String stays = order("stays");
        long before = append(stays, "c-1", "PLACED").json().get("position").asLong();
        String goes = order("goes");
        closed(goes, 500);
        long last = append(stays, "c-2", "CANCELLED").json().get("position").asLong();
        purge();
        long floor = last - 1;

        Answer gone = get("/v1/status-changes?after=" + before);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.problem()).isEqualTo("position-purged");
        assertThat(gone.json().get("floor").asLong()).isEqualTo(floor);
        Answer stream = send(request("GET", "/v1/status-changes", null)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(before))
                .header("Authorization", "Bearer " + key()));
        assertThat(stream.status()).isEqualTo(410);
        assertThat(get("/v1/status-changes?after=0").response().body())
                .contains(stays)
                .doesNotContain(goes);
        assertThat(get("/v1/status-changes?gaps=accept&after=" + before)
                        .json()
                        .get("next")
                        .asLong())
                .isEqualTo(last);
        assertThat(get("/v1/status-changes?after=" + floor).json().get("items").size())
                .isEqualTo(1);
        Answer first = get("/v1/status-changes?limit=1");
        String next = Objects.requireNonNull(first.header("Link")).replaceAll("^<|>.*", "");
        assertThat(next).contains("gaps=accept");
        assertThat(get(next).status()).isEqualTo(200);
        assertThat(get("/v1/status-changes?gaps=accept&after=" + floor).header("Link"))
                .doesNotContain("gaps");
        assertThat(get("/v1/status-changes?gaps=perhaps").problem()).isEqualTo("invalid-request");
    }

    @Test
    void a_held_order_stays_until_it_is_released() {
        String held = order("held");
        closed(held, 500);
        String hold = "/v1/admin/holds/" + held;

        assertThat(send("PUT", hold, "{\"reason\":\"a lawsuit\"}")
                        .json()
                        .get("heldBy")
                        .asString())
                .isEqualTo("operator");
        assertThat(send("PUT", hold, "{\"reason\":\"two lawsuits\"}")
                        .json()
                        .get("reason")
                        .asString())
                .isEqualTo("two lawsuits");
        assertThat(get("/v1/orders/" + held).json().get("held").asBoolean()).isTrue();
        assertThat(get("/v1/admin/holds?limit=1000").response().body()).contains(held);
        purge();
        assertThat(get("/v1/orders/" + held).status()).isEqualTo(200);

        assertThat(send("DELETE", hold, null).status()).isEqualTo(204);
        assertThat(send("DELETE", hold, null).status()).isEqualTo(204);
        assertThat(get("/v1/admin/holds?limit=1000").response().body()).doesNotContain(held);
        Answer plan = plan();
        assertThat(execute(plan).status()).isEqualTo(200);
        assertThat(get("/v1/orders/" + held).status()).isEqualTo(410);
    }

    @Test
    void a_plan_that_is_no_longer_right_is_not_executed() {
        String one = order("one");
        closed(one, 500);
        awaitReadModels();
        Answer plan = plan();
        send("PUT", "/v1/admin/holds/" + one, "{\"reason\":\"wait\"}");

        Answer stale = execute(plan);

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("plan-stale");
        assertThat(get("/v1/orders/" + one).status()).isEqualTo(200);
        send("DELETE", "/v1/admin/holds/" + one, null);
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        assertThat(send("POST", PLANS, "{\"olderThan\":\"PT1H\"}").detail()).contains("P1D, the floor");
        assertThat(send("POST", PLANS, "{\"olderThan\":\"P-1D\"}").status()).isEqualTo(400);
        assertThat(send("POST", PLANS, "{\"older\":\"P1D\"}").status()).isEqualTo(400);
        assertThat(send("POST", PLANS, "{\"olderThan\":\"P4000D\"}").status()).isEqualTo(201);
        assertThat(send("POST", PLANS + "/999999/execution", null).problem()).isEqualTo("plan-unknown");
        assertThat(get("/v1/admin/retention-receipts/x").problem()).isEqualTo("receipt-unknown");
        assertThat(send("PUT", "/v1/admin/holds/" + order("none"), "{\"reason\":\"r\"}")
                        .status())
                .isEqualTo(404);
        assertThat(send("PUT", "/v1/admin/holds/a", "{}").status()).isEqualTo(400);
    }
}
