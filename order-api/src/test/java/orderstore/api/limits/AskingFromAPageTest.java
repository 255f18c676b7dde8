package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another host learns nothing: no answer speaks of CORS, which a browser takes for a no. */
class AskingFromAPageTest extends RunningServer {

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/status-model", "/v1/admin/keys", "/openapi.json", "/actuator/health/liveness", "/docs"})
    void a_preflight_is_answered_like_any_options(String path) {
        for (boolean withKey : List.of(true, false)) {
            var request = request("OPTIONS", path, null)
                    .header("Origin", "https://elsewhere.example")
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "authorization");

            var answer = send(withKey ? request.header("Authorization", "Bearer " + operatorKey()) : request);

            assertSpeaksOfNoCors(answer);
            boolean isOpen = !path.startsWith("/v1");
            assertThat(answer.status()).isIn(withKey || isOpen ? List.of(200, 405) : List.of(401));
        }
    }

    @Test
    void a_request_from_a_page_is_answered_without_a_word_to_its_browser() {
        for (String origin : List.of("https://elsewhere.example", "null")) {
            var answer = send(request("GET", "/v1/status-model", null)
                    .header("Origin", origin)
                    .header("Authorization", "Bearer " + operatorKey()));

            assertThat(answer.status()).isEqualTo(200);
            assertSpeaksOfNoCors(answer);
        }
    }

    private static void assertSpeaksOfNoCors(Answer answer) {
        assertThat(answer.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
}
