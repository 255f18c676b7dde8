package orderstore.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import orderstore.api.security.RunningServer;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Whatever an operator does or tries is written down, before it is done, for good. */
class AuditingOperatorsTest extends RunningServer {

    private static final String AUDIT = "/v1/admin/audit";

    /** What is no operator's action; a correction among them is audited all the same. */
    private static final Set<String> APPENDS = Set.of(
            "PUT /v1/orders/{orderId}/status-changes/{changeId}",
            "POST /v1/orders/{orderId}/status-changes",
            "POST /v1/status-changes");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping operations;

    /** All that may change something, as {@code METHOD pattern}. */
    private List<String> changing() {
        var changing = new TreeSet<String>();
        operations.getHandlerMethods().forEach((info, handler) -> {
            String type = handler.getBeanType().getName();
            if (type.startsWith("orderstore.") && !type.contains("Test")) {
                changing.addAll(changing(info));
            }
        });
        return List.copyOf(changing);
    }

    private static List<String> changing(RequestMappingInfo info) {
        var found = new ArrayList<String>();
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
            if (method != RequestMethod.GET) {
                info.getPatternValues().forEach(pattern -> found.add(method + " " + pattern));
            }
        }
        return found;
    }

    @Test
    void every_operation_of_operators_makes_one_entry() {
        List<String> changing = changing();
        assertThat(changing).hasSizeGreaterThan(10).containsAll(APPENDS);
        for (String operation : changing) {
            if (APPENDS.contains(operation)) {
                continue;
            }
            int blank = operation.indexOf(' ');
            String method = operation.substring(0, blank);
            String path = operation.substring(blank + 1).replaceAll("\\{[^}]*}", "1");
            assertThat(path)
                    .as("Operations that are no appends are below /v1/admin")
                    .startsWith("/v1/admin/");
            long before = entries(method, path);

            String body =
                    path.endsWith("/execution") ? null : "{}"; // The only one of them that is there, and takes none.
            int status = send(method, path, operatorKey(), body).status();

            assertThat(entries(method, path)).as(operation).isEqualTo(before + 1);
            JsonNode entry = last();
            assertThat(entry.get("path").asString()).isEqualTo(path);
            assertThat(entry.get("actor").asString()).isEqualTo("operator");
            assertThat(entry.get("status").asInt()).as(operation).isEqualTo(status);
            assertThat(entry.hasNonNull("problem")).as(operation).isEqualTo(status >= 400);
        }
    }

    private long entries(String method, String path) {
        return Long.parseLong(database()
                .rows("select count(*) from audit_entry where method = '%s' and path = '%s'".formatted(method, path))
                .getFirst());
    }

    /** The last entry, as soon as its end is written, which may be a moment after the answer. */
    private JsonNode last() {
        return Await.answer(
                "its end is written",
                () -> get(AUDIT + "?limit=1", operatorKey())
                        .json()
                        .path("items")
                        .path(0),
                last -> last.hasNonNull("status"));
    }

    private static String order() {
        return "audited-" + UUID.randomUUID();
    }

    @Test
    void an_entry_says_who_did_what_when_and_what_was_answered() {
        String order = order();
        send("PUT", "/v1/orders/" + order + "/status-changes/c-1", operatorKey(), "{\"status\":\"PLACED\"}");

        send("PUT", "/v1/admin/holds/" + order + "?x=1", operatorKey(), "{\"reason\":\"a lawsuit\"}");

        JsonNode entry = last();
        assertThat(entry.propertyNames())
                .containsExactly(
                        "id", "at", "actor", "method", "path", "query", "request", "status", "problem", "endedAt",
                        "traceId");
        assertThat(entry.get("method").asString()).isEqualTo("PUT");
        assertThat(entry.get("path").asString()).isEqualTo("/v1/admin/holds/" + order);
        assertThat(entry.get("query").asString()).isEqualTo("x=1");
        assertThat(entry.get("request").toString()).isEqualTo("{\"reason\":\"a lawsuit\"}");
        assertThat(entry.get("status").asInt()).isEqualTo(400);
        assertThat(entry.get("problem").asString()).isEqualTo("/problems/invalid-request");
    }

    @Test
    void who_may_not_is_noted_and_who_is_nobody_is_not() {
        String name = "reader-" + UUID.randomUUID().toString().substring(0, 8);
        String reader = makeKey(name, "\"reader\"");
        long before = entries("POST", "/v1/admin/keys");

        assertThat(send("POST", "/v1/admin/keys", reader, "{\"name\":\"x\"}").status())
                .isEqualTo(403);
        JsonNode entry = last();
        assertThat(entry.get("actor").asString()).isEqualTo(name);
        assertThat(entry.get("status").asInt()).isEqualTo(403);
        assertThat(entry.get("problem").asString()).isEqualTo("/problems/forbidden");

        assertThat(send("POST", "/v1/admin/keys", null, "{}").status()).isEqualTo(401);
        assertThat(send("POST", "/v1/admin/keys", "osk_guessed", "{}").status()).isEqualTo(401);
        assertThat(get("/v1/admin/keys", operatorKey()).status()).isEqualTo(200);
        assertThat(entries("POST", "/v1/admin/keys")).isEqualTo(before + 1);
        assertThat(get(AUDIT, reader).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/%61dmin/keys", "/v1/admin/%6Beys"})
    void a_path_in_disguise_is_noted_too(String path) {
        assertThat(send("POST", path, operatorKey(), "{}").status()).isEqualTo(400);

        assertThat(last().get("path").asString()).isEqualTo(path);
    }

    @Test
    void no_secret_is_kept() {
        String key = makeKey("k-" + UUID.randomUUID().toString().substring(0, 8), "\"reader\"");
        send("POST", "/v1/admin/keys", operatorKey(), "{\"name\":\"a\",\"a\":{\"clientSecret\":\"hunter2\"}}");

        assertThat(last().get("request").toString()).contains("\"name\":\"a\"", "(hidden)");
        assertThat(database().rows("select e::text from audit_entry e"))
                .noneMatch(entry -> entry.contains(key) || entry.contains("hunter2"));
    }

    @Test
    void what_cannot_be_written_down_is_not_done() {
        database().execute("revoke insert on audit_entry from orderstore_app");
        try {
            var answer = send("POST", "/v1/admin/keys", operatorKey(), "{\"name\":\"unseen\",\"roles\":[\"reader\"]}");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.detail()).startsWith("Nothing was done");
            assertThat(get("/v1/admin/keys/unseen", operatorKey()).status()).isEqualTo(404);
        } finally {
            database().execute("grant insert on audit_entry to orderstore_app");
        }
    }

    @Test
    void a_correction_is_an_operators_action_and_an_ordinary_change_is_none() {
        String order = order();
        String changes = "/v1/orders/" + order + "/status-changes/";
        String correction = "{\"status\":\"PLACED\",\"kind\":\"correction\",\"corrects\":\"%s\",\"reason\":\"a typo\"}";
        String writer = makeKey("w-" + order.substring(8, 16), "\"writer\"");
        send("PUT", changes + "c-1", writer, "{\"status\":\"PLACED\"}");
        assertThat(entries("PUT", changes + "c-1")).isZero();

        assertThat(send("PUT", changes + "c-2", writer, correction.formatted("c-1"))
                        .status())
                .isEqualTo(403);
        assertThat(last().get("problem").asString()).isEqualTo("/problems/forbidden");
        assertThat(send("PUT", changes + "c-2", operatorKey(), correction.formatted("none"))
                        .status())
                .isEqualTo(422);
        assertThat(last().get("problem").asString()).isEqualTo("/problems/unknown-change");
        assertThat(send("PUT", changes + "c-2", operatorKey(), correction.formatted("c-1"))
                        .status())
                .isEqualTo(201);
        assertThat(last().get("status").asInt()).isEqualTo(201);
        assertThat(last().get("request").get("reason").asString()).isEqualTo("a typo");
        assertThat(entries("PUT", changes + "c-2")).isEqualTo(3);
    }

    @Test
    void corrections_of_an_upload_are_one_action() {
        String order = order();
        String lines = """
                {"orderId":"%1$s","changeId":"c-1","status":"PLACED"}
                {"orderId":"%1$s","changeId":"c-2","status":"PLACED","kind":"correction","corrects":"c-1","reason":"r"}
                """.formatted(order);

        var answer = send(request("POST", "/v1/status-changes", lines)
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Authorization", "Bearer " + operatorKey()));

        assertThat(answer.response().body()).contains("\"appended\":2");
        assertThat(last().get("path").asString()).isEqualTo("/v1/status-changes");
        assertThat(last().get("request").toString()).contains("\"corrections\":1", order);
    }

    @Test
    void entries_are_read_in_pages_the_latest_first_and_by_what_they_are_about() {
        String order = order();
        for (int i = 0; i < 3; i++) {
            send("DELETE", "/v1/admin/holds/" + order, operatorKey(), null);
        }
        last();

        JsonNode page = get(AUDIT + "?limit=2&actor=operator&path=/v1/admin/holds/" + order, operatorKey())
                .json();
        JsonNode rest = get(
                        AUDIT + "?limit=2&actor=operator&path=/v1/admin/holds/" + order + "&after="
                                + page.get("next").asString(),
                        operatorKey())
                .json();

        assertThat(page.get("items").size()).isEqualTo(2);
        assertThat(rest.get("items").size()).isEqualTo(1);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(page.get("items").get(0).get("id").asLong(0))
                .isGreaterThan(page.get("items").get(1).get("id").asLong(0));
        Map.of("actor=nobody", 0, "to=2020-01-01T00:00:00Z", 0, "from=2020-01-01T00:00:00Z", 3)
                .forEach((filter, found) -> assertThat(
                                get(AUDIT + "?path=/v1/admin/holds/" + order + "&" + filter, operatorKey())
                                        .json()
                                        .get("items")
                                        .size())
                        .as(filter)
                        .isEqualTo(found));
        assertThat(get(AUDIT + "?who=me", operatorKey()).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set actor = 'x'",
                "delete from audit_entry_end",
                "truncate audit_entry, audit_entry_end",
            })
    void not_even_the_owner_may_change_what_was_written(String change) {
        assertThatThrownBy(() -> database().execute(change))
                .hasStackTraceContaining("The audit stays as it was written");
    }
}
