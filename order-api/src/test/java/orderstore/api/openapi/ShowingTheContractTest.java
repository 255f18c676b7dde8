package orderstore.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser shows the contract without asking any other host, and without a key. */
class ShowingTheContractTest extends RunningServer {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @Test
    void the_page_lets_nothing_be_loaded_from_elsewhere() {
        var page = get("/docs", null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html");
        assertThat(String.valueOf(page.header("Content-Security-Policy")).split("; "))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .noneMatch(rule -> rule.matches(".*(unsafe|http|\\*).*"));
        assertThat(page.response().body())
                .as("nothing inline, or the policy would stop it")
                .doesNotContainPattern("<script>|<style|style=|\\son[a-z]+=|https?:");
    }

    @Test
    void everything_that_the_page_refers_to_is_there() {
        for (String link : links(get("/docs", null).response().body())) {
            var part = get("/" + link, null);

            assertThat(part.status()).as(link).isEqualTo(200);
            assertThat(part.header("X-Content-Type-Options")).isEqualTo("nosniff");
            var again =
                    send(request("GET", "/" + link, null).header("If-None-Match", String.valueOf(part.header("ETag"))));
            assertThat(again.status()).as(link).isEqualTo(304);
        }
        assertThat(links(get("/docs", null).response().body()))
                .contains("docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js", "openapi.json");
        assertThat(get("/docs/start.js", null).response().body()).doesNotContainPattern("https?:");
        assertThat(get("/docs/swagger-ui.css", null).response().body())
                .doesNotContainPattern("@import|url\\([\"']?http");
    }

    @Test
    void the_licences_of_what_it_is_made_of_go_with_it() {
        assertThat(get("/docs/swagger-ui-bundle.js.LICENSE.txt", null)
                        .response()
                        .body())
                .contains("licen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/docs/", "/docs/index.html", "/docs/contract.yaml", "/docs/..%5Cx", "/webjars/swagger-ui/x"})
    void nothing_else_is_there(String path) {
        assertThat(send("GET", path, path.startsWith("/docs") ? null : operatorKey(), null)
                        .status())
                .isIn(400, 404);
    }

    private static List<String> links(String html) {
        var links = new ArrayList<String>();
        var matcher = LINK.matcher(html);
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("data:")) {
                links.add(matcher.group(1));
            }
        }
        return links;
    }
}
