package orderstore.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orderstore.api.operator.StubProduct.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads who talks to a product by commands. */
class CommandingAProductTest {

    private static final String OVERVIEW = """
            {"name":"overview","state":"running","position":1234567,"headPosition":1234570,"lagEvents":3,
             "lagSeconds":0.25,"eventsPerSecond":1500.04,"deadLetters":2}
            """;
    private static final String STATISTICS = """
            {"name":"statistics","state":"failed","position":9,"headPosition":9,"lagEvents":0,"lagSeconds":0,
             "eventsPerSecond":0,"deadLetters":0,"failure":"it\\u001b[31m hurts\\nbadly",
             "rebuild":{"id":"7","state":"running","step":"filling","processed":10,"total":40,"eventsPerSecond":5,"etaSeconds":90}}
            """;

    @TempDir
    Path folder;

    private final StubProduct product = new StubProduct();

    @AfterEach
    void close() {
        product.close();
    }

    @Test
    void projections_are_a_table() {
        product.on("GET /v1/admin/projections", 200, "[" + OVERVIEW + "," + STATISTICS + "]");

        Said said = product.run("list");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "NAME        STATE     POSITION       HEAD  LAG  BEHIND       RATE  DEAD LETTERS",
                        "overview    running  1,234,567  1,234,570    3   0.3 s  1,500.0/s             2",
                        "statistics  failed           9          9    0     0 s      0.0/s             0",
                        "statistics fails: it [31m hurts badly",
                        "statistics, rebuild 7, running (filling): 25 %, 10 of 40, 5/s, 1 min 30 s left");
    }

    @Test
    void a_projection_is_paused_and_resumed() {
        product.on("POST /v1/admin/projections/overview/pause", 200, OVERVIEW.replace("running", "paused"));
        product.on("POST /v1/admin/projections/overview/resume", 200, OVERVIEW);

        assertThat(product.run("pause", "overview").out()).contains("overview  paused");
        assertThat(product.run("resume", "overview").out()).contains("overview  running");
    }

    @Test
    void dead_letters_are_read_page_by_page() {
        product.on("GET /v1/admin/dead-letters?limit=1000&projection=overview", 200, """
                {"items":[{"id":3,"projection":"overview","orderId":"o-1","version":2,"position":17,"changeId":"c-2",
                  "failure":"no status","attempts":1,"parkedAt":"2026-03-01T09:00:00.123456Z"}],"next":"abc"}
                """);
        product.on("GET /v1/admin/dead-letters?limit=1000&projection=overview&after=abc", 200, """
                {"items":[{"id":14,"projection":"overview","orderId":"o-1","version":3,"position":18,"changeId":"c-3",
                  "failure":null,"attempts":0,"parkedAt":"2026-03-01T09:00:00Z"}],"next":null}
                """);

        assertThat(product.run("dead-letters", "overview").out().lines())
                .containsExactly(
                        "ID  PROJECTION  ORDER  VERSION  POSITION  ATTEMPTS  PARKED AT             FAILURE",
                        " 3  overview    o-1          2        17         1  2026-03-01T09:00:00Z  no status",
                        "14  overview    o-1          3        18         0  2026-03-01T09:00:00Z  waits for the one before");

        product.on("GET /v1/admin/dead-letters?limit=1000", 200, "{\"items\":[],\"next\":null}");
        assertThat(product.run("dead-letters")).isEqualTo(new Said(0, "There are no dead letters.", ""));
    }

    @Test
    void a_retry_ends_well_if_the_change_was_taken_in() {
        product.on("POST /v1/admin/dead-letters/3/retry", 200, "{\"applied\":0,\"remaining\":2,\"failure\":\"no\"}");
        product.on("POST /v1/admin/dead-letters/3/retry", 200, "{\"applied\":2,\"remaining\":0}");

        assertThat(product.run("retry", "3"))
                .isEqualTo(new Said(1, "Changes of the order taken in: 0, still parked: 2.\nThe next fails: no", ""));
        assertThat(product.run("retry", "3"))
                .isEqualTo(new Said(0, "Changes of the order taken in: 2, still parked: 0.", ""));
    }

    @Test
    void a_skip_gives_the_reason() {
        product.on("POST /v1/admin/dead-letters/3/skip", 200, "{\"applied\":2,\"remaining\":0}");

        assertThat(product.run("skip", "3", "it was \"a test\"").out())
                .isEqualTo("Skipped for good.\nChanges of the order taken in: 2, still parked: 0.");
        assertThat(product.asked)
                .containsExactly("POST /v1/admin/dead-letters/3/skip {\"reason\":\"it was \\\"a test\\\"\"}");
    }

    @Test
    void a_refusal_is_told_in_the_products_own_words() {
        product.on("POST /v1/admin/dead-letters/4/retry", 409, "{\"detail\":\"Dead letter 4 waits for 3.\"}");

        assertThat(product.run("retry", "4")).isEqualTo(new Said(1, "", "orderstore: Dead letter 4 waits for 3."));
        assertThat(product.run("pause", "nothing").err())
                .isEqualTo("orderstore: Nothing is at POST /v1/admin/projections/nothing/pause.");
    }

    @Test
    void whatever_else_answers_is_named() {
        product.on("GET /v1/admin/projections", 200, "text/html", "", "<html>");
        product.on("GET /v1/admin/projections", 302, "text/html", "/login", "");
        product.on("GET /v1/admin/projections", 403, "{}");

        assertThat(product.run("list").err())
                .isEqualTo("orderstore: " + product.url() + " answers with status 200, not as this product does.");
        assertThat(product.run("list").err()).contains("status 302");
        assertThat(product.run("list").err())
                .isEqualTo("orderstore: The key of ORDERSTORE_KEY may not do this: it needs the role operator.");
    }

    @Test
    void a_product_that_does_not_run_is_told() {
        String url = product.url();
        product.close();

        assertThat(product.run(List.of("list", "--url=" + url + "/")))
                .isEqualTo(new Said(
                        1,
                        "",
                        "orderstore: Nothing listens at " + url
                                + ". Is the product running? --url names another place."));
    }

    @Test
    void the_key_comes_from_a_file_a_variable_or_the_data_folder() throws IOException {
        product.on("GET /v1/admin/projections", 200, "[]");
        Files.writeString(folder.resolve("operator.key"), "osk_test\n");
        Files.writeString(folder.resolve("other.key"), "osk_wrong\n");

        assertThat(product.run("list").code()).isZero();
        assertThat(product.run("list", "--key-file", folder.resolve("other.key").toString())
                        .err())
                .endsWith("does not know the key of --key-file " + folder.resolve("other.key") + ".");
        product.environment.clear();
        assertThat(product.run("list", "--data", folder.toString()).code()).isZero();
        assertThat(product.run("list", "--data", folder.resolve("none").toString())
                        .err())
                .startsWith("orderstore: No key was found: there is no ");
        assertThat(product.run("list", "--key-file=" + folder.resolve("missing"))
                        .err())
                .isEqualTo("orderstore: There is no file " + folder.resolve("missing") + ".");
        Files.writeString(folder.resolve("other.key"), "two words");
        assertThat(product.run("list", "--key-file=" + folder.resolve("other.key"))
                        .err())
                .endsWith("holds is no key.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frobnicate            | There is no command frobnicate.
            list all              | list does not know what to do with "all". A text of several words needs quotes.
            pause                 | pause needs the name of a projection.
            pause Overview        | "Overview" is not the name of a projection.
            retry x               | "x" is not the number of a dead letter.
            skip 3                | skip needs a reason of 1 to 500 characters.
            skip 3 two words      | skip does not know what to do with "words". A text of several words needs quotes.
            rebuild               | rebuild needs the name of a projection.
            rebuild a --promote x | --promote is "x", but must be automatic or manual.
            list --key=osk_1      | There is no option --key.
            list --url=ftp://x    | --url is "ftp://x", but must be like http://127.0.0.1:8080.
            list --key-file       | --key-file needs a value.
            """)
    void a_command_line_that_cannot_be_meant_is_refused(String line, String why) {
        Said said = product.run(List.of(line.split(" ")));

        assertThat(said).isEqualTo(new Said(2, "", "orderstore: " + why + " See ./orderstore projections --help."));
        assertThat(product.asked).isEmpty();
    }

    @Test
    void without_a_command_there_is_help() {
        assertThat(product.run(List.of()).out()).startsWith("Order Status Store: projections of a running product.");
        assertThat(product.run(List.of("pause", "-h")).code()).isZero();
    }
}
