package orderstore.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import orderstore.client.ApiClient;
import orderstore.client.ApiException;
import orderstore.client.api.ChangesApi;
import orderstore.client.api.FiguresApi;
import orderstore.client.api.KeysApi;
import orderstore.client.api.LogApi;
import orderstore.client.api.OrdersApi;
import orderstore.client.model.Category;
import orderstore.client.model.ChangeSort;
import orderstore.client.model.Effect;
import orderstore.client.model.FoundOrder;
import orderstore.client.model.InvalidRequest;
import orderstore.client.model.Kind;
import orderstore.client.model.LineResult;
import orderstore.client.model.NewChange;
import orderstore.client.model.NewKey;
import orderstore.client.model.Operation;
import orderstore.client.model.OrderSort;
import orderstore.client.model.OtherVersion;
import orderstore.client.model.Problem;
import orderstore.client.model.Role;
import orderstore.client.model.StatusChange;
import orderstore.client.model.TransitionRefused;
import orderstore.client.model.UploadSummary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, step by step, by the client that OpenAPI Generator makes in Java. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UsingAJavaClientTest {

    private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-03-01T09:00:00Z");
    private static final OffsetDateTime SEEN = OffsetDateTime.parse("2026-03-02T06:40:00Z");

    private RunningProduct product;
    private ApiClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        product = new RunningProduct(folder);
        String key = new KeysApi(client(product.operatorKey()))
                .makeKey(KeysApi.APIMakeKeyRequest.newBuilder()
                        .newKey(new NewKey().name("shop").roles(Set.of(Role.READER, Role.WRITER)))
                        .build())
                .getKey();
        client = client(key);
    }

    @AfterAll
    void stop() {
        product.close();
    }

    private ApiClient client(String key) {
        var made = new ApiClient();
        made.updateBaseUri(product.url());
        made.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        return made;
    }

    private static NewChange placed() {
        return new NewChange().status("PLACED").source("shop").attributes(Map.of("trackingCode", "0123", "parcels", 2));
    }

    @Test
    @Order(1)
    void a_change_is_appended_and_shown() throws Exception {
        var appended = new ChangesApi(client)
                .appendChangeWithHttpInfo(
                        change("o-1", "c-1").newChange(placed()).build());
        var order = new OrdersApi(client).getOrder("o-1", null, null, null, null);
        var history = new OrdersApi(client)
                .listChanges(OrdersApi.APIListChangesRequest.newBuilder()
                        .orderId("o-1")
                        .sort(ChangeSort.VERSION_DESCENDING)
                        .kind(List.of(Kind.COMMAND))
                        .build());

        assertThat(appended.getStatusCode()).isEqualTo(201);
        assertThat(appended.getHeaders().get("etag")).containsExactly("\"1\"");
        assertThat(appended.getData().getEffect()).isEqualTo(Effect.APPLIED);
        assertThat(appended.getData().getAttributes()).isEqualTo(Map.of("trackingCode", "0123", "parcels", 2));
        assertThat(appended.getData().getPreviousStatus()).isNull();
        assertThat(order.getStatus()).isEqualTo("PLACED");
        assertThat(order.getCategory()).isEqualTo(Category.OPEN);
        assertThat(order.getLastChange()).isEqualTo(appended.getData());
        assertThat(history.getItems()).containsExactly(appended.getData());
        assertThat(history.getNext()).isNull();
    }

    @Test
    @Order(2)
    void the_same_change_again_is_replayed_and_another_is_told_why_not() throws Exception {
        var again = new ChangesApi(client)
                .appendChangeWithHttpInfo(
                        change("o-1", "c-1").newChange(placed()).build());
        ApiException refused = refused(change("o-1", "c-2").newChange(new NewChange().status("DELIVERED")));
        ApiException mismatch =
                refused(change("o-1", "c-2").ifMatch("\"7\"").newChange(new NewChange().status("CONFIRMED")));

        assertThat(again.getStatusCode()).isEqualTo(200);
        assertThat(again.getHeaders().get("idempotent-replayed")).containsExactly("true");
        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(problem(refused, Problem.class).getDetail()).startsWith("Order o-1 is PLACED and cannot become");
        assertThat(problem(refused, TransitionRefused.class).getAllowedNext()).contains("CONFIRMED");
        assertThat(mismatch.getCode()).isEqualTo(412);
        assertThat(problem(mismatch, OtherVersion.class).getCurrentVersion()).isEqualTo(1);
    }

    @Test
    @Order(3)
    void what_is_known_is_not_sent_again() {
        assertThatThrownBy(() -> new OrdersApi(client).getOrder("o-1", null, null, "\"1\"", "wait=1"))
                .isInstanceOfSatisfying(
                        ApiException.class, known -> assertThat(known.getCode()).isEqualTo(304));
    }

    @Test
    @Order(4)
    void a_file_of_changes_is_uploaded() throws Exception {
        File answer = new ChangesApi(client).uploadChanges("""
                {"orderId": "o-2", "changeId": "scan-1", "status": "SHIPPED", "kind": "report", "occurredAt": "2026-03-02T06:40:00Z", "source": "carrier"}
                {"orderId": "o-2", "changeId": "web-1", "status": "PLACED", "kind": "report", "occurredAt": "2026-03-01T09:00:00Z", "source": "shop"}
                {"orderId": "o-2"}
                """, null, null);

        List<String> lines = Files.readAllLines(answer.toPath());
        LineResult refused = client.getObjectMapper().readValue(lines.get(2), LineResult.class);
        UploadSummary summary = client.getObjectMapper().readValue(lines.get(3), UploadSummary.class);
        assertThat(refused.getResult()).isEqualTo(LineResult.ResultEnum.REFUSED);
        assertThat(Objects.requireNonNull(refused.getProblem()).getActualInstance())
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        invalid -> assertThat(invalid.getErrors()).hasSize(2));
        assertThat(summary.getSummary().getAppended()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void an_order_is_shown_as_it_was_and_explained() throws Exception {
        var orders = new OrdersApi(client);

        assertThat(orders.getOrder("o-2", null, null, null, null).getChangedAt())
                .isEqualTo(SEEN);
        assertThat(orders.getOrder("o-2", NINE.plusHours(3), null, null, null).getStatus())
                .isEqualTo("PLACED");
        assertThat(orders.explainOrder("o-2").getMadeBy().getChange().getChangeId())
                .isEqualTo("scan-1");
    }

    @Test
    @Order(6)
    void orders_are_followed_found_and_counted() throws Exception {
        var log = new LogApi(client)
                .readLog(LogApi.APIReadLogRequest.newBuilder()
                        .after(1L)
                        .prefer("wait=30")
                        .build());
        var found = new OrdersApi(client)
                .findOrders(OrdersApi.APIFindOrdersRequest.newBuilder()
                        .minPosition(3L)
                        .category(List.of(Category.TRANSIT, Category.RETURN))
                        .source(List.of("carrier"))
                        .unchangedFor("PT36H")
                        .sort(OrderSort.CHANGED_AT_DESCENDING)
                        .prefer("wait=60")
                        .build());
        var counted = new FiguresApi(client).getStatistics(NINE, NINE.plusMonths(1));

        assertThat(log.getItems()).extracting(StatusChange::getChangeId).containsExactly("scan-1", "web-1");
        assertThat(log.getNext()).isEqualTo(3);
        assertThat(found.getItems()).extracting(FoundOrder::getOrderId).containsExactly("o-2");
        assertThat(counted.getOrders()).isNotNull();
        assertThat(new FiguresApi(client).getStatusModel().getStatuses()).containsKey("PLACED");
    }

    @Test
    @Order(7)
    void a_change_may_be_done_later() throws Exception {
        var queued = new ChangesApi(client)
                .appendChangeWithHttpInfo(change("o-4", "c-1")
                        .newChange(new NewChange().status("PLACED"))
                        .prefer("respond-async")
                        .build());
        String location =
                Objects.requireNonNull(queued.getHeaders().get("location")).getFirst();
        Operation done =
                new ChangesApi(client).getOperation(location.substring(location.lastIndexOf('/') + 1), "wait=60");

        assertThat(queued.getStatusCode()).isEqualTo(202);
        assertThat(done.getState()).isEqualTo(Operation.StateEnum.DONE);
        assertThat(Objects.requireNonNull(done.getResult()).getChange()).isNotNull();
    }

    private static ChangesApi.APIAppendChangeRequest.Builder change(String orderId, String changeId) {
        return ChangesApi.APIAppendChangeRequest.newBuilder().orderId(orderId).changeId(changeId);
    }

    private ApiException refused(ChangesApi.APIAppendChangeRequest.Builder change) {
        try {
            new ChangesApi(client).appendChange(change.build());
        } catch (ApiException e) {
            return e;
        }
        throw new AssertionError("It was not refused");
    }

    private <T> T problem(ApiException refused, Class<T> type) throws IOException {
        return client.getObjectMapper().readValue(refused.getResponseBody(), type);
    }
}
