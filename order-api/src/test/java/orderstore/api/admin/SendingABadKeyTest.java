package orderstore.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request for a key is refused, with all that is wrong with it. */
class SendingABadKeyTest extends KeyClient {

    @Test
    void all_errors_of_a_request_are_told_at_once() {
        var answer = create("{\"name\":\"a b\",\"roles\":[\"reader\",\"reader\",\"admin\",7],\"x\":1,\"x\":2}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.json().get("errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/name", "/roles/1", "/roles/2", "/roles/3", "/x");
        assertThat(answer.detail()).endsWith("; and 2 more, see errors.");
        assertThat(get(KEYS, operatorKey()).json().get("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | /name, /roles
            {"name":"a"}                                   | /roles
            {"name":"a","roles":[]}                        | /roles
            {"name":"a","roles":"reader"}                  | /roles
            {"name":"a","roles":null}                      | /roles
            {"name":"","roles":["reader"]}                 | /name
            {"name":"a/b","roles":["reader"]}              | /name
            {"name":".","roles":["reader"]}                | /name
            {"name":"..","roles":["reader"]}               | /name
            {"name":"ä","roles":["reader"]}                | /name
            {"name":7,"roles":["READER"]}                  | /name, /roles/0
            {"name":"a\\u0000","roles":["reader"]}         | /name
            {"name":"\\ud800","roles":["reader"]}          | /name
            []                                             | ``
            {"name":"a","roles":["reader"]} {}             | ``
            {"name":"a","roles":["reader"]                 | ``
            """)
    void what_is_not_a_key_is_refused_with_the_place(String body, String pointers) {
        var answer = create(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(String.join(", ", answer.json().get("errors").findValuesAsString("pointer")))
                .isEqualTo(pointers);
    }

    @Test
    void a_name_has_at_most_64_characters() {
        assertThat(create("{\"name\":\"" + "n".repeat(64) + "\",\"roles\":[\"reader\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(create("{\"name\":\"" + "n".repeat(65) + "\",\"roles\":[\"reader\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_body_of_more_than_64_kib_is_too_large_however_it_is_sent() {
        var body = "{\"name\":\"" + "a".repeat(70_000) + "\"}";

        var whole = create(body);
        var chunked = send(request("POST", KEYS, body)
                .header("Authorization", "Bearer " + operatorKey())
                .POST(BodyPublishers.ofByteArrays(List.of(body.getBytes(StandardCharsets.UTF_8)))));

        for (var answer : List.of(whole, chunked)) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("payload-too-large");
            assertThat(answer.json().get("maxBytes").asInt()).isEqualTo(65_536);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/merge-patch+json",
                "application/json;charset=utf-16",
                "application/json;charset=x",
                "?"
            })
    void only_json_in_utf_8_is_read(String contentType) {
        var answer = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .setHeader("Content-Type", contentType));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void utf_8_may_be_named_and_compression_may_not() {
        var named = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .setHeader("Content-Type", "Application/JSON; charset=UTF-8"));
        var compressed = send(request("POST", KEYS, "{}")
                .header("Authorization", "Bearer " + operatorKey())
                .header("Content-Encoding", "gzip"));
        var untyped = send(request("POST", KEYS, null).header("Authorization", "Bearer " + operatorKey()));

        assertThat(named.status()).isEqualTo(400);
        assertThat(compressed.status()).isEqualTo(415);
        assertThat(compressed.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(untyped.status()).isEqualTo(415);
    }

    @Test
    void a_name_that_no_path_can_have_is_refused_by_the_database_too() {
        for (var name : List.of(".", "..")) {
            assertThatThrownBy(() -> database().execute("""
                            insert into api_key (name, sha256, roles, created_by)
                            values ('%s', sha256('x'), '{reader}', 'a test')
                            """.formatted(name)))
                    .hasStackTraceContaining("api_key_name_fits_in_a_path");
        }
        assertThat(create("{\"name\":\"...\",\"roles\":[\"reader\"]}").status()).isEqualTo(201);
        assertThat(send("DELETE", KEYS + "/...", operatorKey(), null).status()).isEqualTo(204);
    }
}
