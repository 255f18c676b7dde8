package orderstore.api.operator;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.api.operator.StubProduct.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an operator starts a rebuild, watches it, and says what is to become of it. */
class RebuildingByCommandTest {

    private static final String REBUILDS = "/v1/admin/projections/overview/rebuilds";

    private final StubProduct product = new StubProduct();

    @AfterEach
    void close() {
        product.close();
    }

    private static String rebuild(String state, long processed, String more) {
        return """
                {"id":"7","state":"%s","processed":%d,"total":2000,"eventsPerSecond":500,"etaSeconds":2%s}
                """.formatted(state, processed, more);
    }

    @Test
    void a_rebuild_is_watched_until_readers_see_it() {
        product.on("POST " + REBUILDS, 202, "application/json", REBUILDS + "/7", "");
        product.on("GET " + REBUILDS + "/7", 200, rebuild("running", 0, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("running", 1_000, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("caught-up", 2_000, ",\"promote\":\"automatic\""));
        product.on(
                "GET " + REBUILDS + "/7",
                200,
                rebuild("promoted", 2_000, ",\"differences\":{\"equal\":400,\"changed\":0,\"missing\":0,\"extra\":0}"));

        Said said = product.run("rebuild", "overview", "--watch");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "Started rebuild 7 of overview.",
                        "[------------------------------] rebuild 7, running: 0 %, 0 of 2,000, 500/s, 2.0 s left",
                        "[###############---------------] rebuild 7, running: 50 %, 1,000 of 2,000, 500/s, 2.0 s left",
                        "[##############################] rebuild 7, caught-up: 100 %, 2,000 of 2,000, 500/s",
                        "[##############################] rebuild 7, promoted: 100 %, 2,000 of 2,000",
                        "Compared with what readers see: 400 equal, 0 changed, 0 missing, 0 extra.");
        assertThat(product.asked).first().isEqualTo("POST " + REBUILDS + " {\"promote\":\"automatic\"}");
    }

    @Test
    void a_rebuild_that_waits_for_the_operator_says_how_it_goes_on() {
        product.on("POST " + REBUILDS, 202, rebuild("running", 0, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("caught-up", 2_000, """
                ,"promote":"manual","differences":{"equal":399,"changed":1,"missing":0,"extra":0,
                  "samples":[{"key":"o-1","field":"status"}]}
                """));

        Said said = product.run("rebuild", "overview", "--promote=manual", "--watch");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines().skip(2))
                .containsExactly(
                        "Compared with what readers see: 399 equal, 1 changed, 0 missing, 0 extra.",
                        "  {\"key\":\"o-1\",\"field\":\"status\"}",
                        "Readers still see the old one. Next: ./orderstore projections promote overview 7, or discard.");
        assertThat(product.asked).first().isEqualTo("POST " + REBUILDS + " {\"promote\":\"manual\"}");
    }

    @Test
    void a_rebuild_that_fails_ends_the_command_likewise() {
        product.on("GET " + REBUILDS + "/7", 200, rebuild("running", 10, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("failed", 10, ",\"failure\":\"no space\""));

        Said said = product.run("rebuild-status", "overview", "7", "--watch");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).endsWith("It failed: no space");
    }

    @Test
    void a_rebuild_that_differs_waits_for_the_operator_unless_its_rules_are_new() {
        String differs = ",\"promote\":\"automatic\",\"differences\":{\"equal\":9,\"changed\":1}";
        product.on("GET " + REBUILDS + "/7", 200, rebuild("caught-up", 2_000, differs));
        product.on("GET " + REBUILDS + "/8", 200, rebuild("caught-up", 2_000, differs));
        product.on("GET " + REBUILDS + "/8", 200, rebuild("promoted", 2_000, differs));

        assertThat(product.run("rebuild-status", "overview", "7", "--watch").out())
                .contains("Readers still see the old one.");
        assertThat(product.run("rebuild-status", "overview", "8", "--watch").out())
                .contains("promoted")
                .doesNotContain("Readers still see the old one.");
    }

    @Test
    void the_rebuild_that_is_under_way_needs_no_id() {
        product.on("GET /v1/admin/projections/overview", 200, "{\"name\":\"overview\",\"rebuild\":{\"id\":\"7\"}}");
        product.on("GET " + REBUILDS + "/7", 200, rebuild("running", 500, ""));

        assertThat(product.run("rebuild-status", "overview"))
                .isEqualTo(new Said(
                        0,
                        "[#######-----------------------] rebuild 7, running: 25 %, 500 of 2,000, 500/s, 2.0 s left",
                        ""));

        product.on("GET /v1/admin/projections/statistics", 200, "{\"name\":\"statistics\"}");
        assertThat(product.run("promote", "statistics").err())
                .isEqualTo("orderstore: Projection statistics is not being rebuilt. Name a rebuild by its id.");
    }

    @Test
    void what_becomes_of_a_rebuild_is_a_command() {
        for (String act : new String[] {"promote", "discard", "cancel"}) {
            product.on("POST " + REBUILDS + "/7/" + act, 200, "{}");
        }
        product.on("GET " + REBUILDS + "/7", 200, rebuild("promoted", 2_000, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("discarded", 2_000, ""));
        product.on("GET " + REBUILDS + "/7", 200, rebuild("cancelled", 2_000, ""));

        assertThat(product.run("promote", "overview", "7").out()).startsWith("rebuild 7, promoted");
        assertThat(product.run("discard", "overview", "7").out()).startsWith("rebuild 7, discarded");
        assertThat(product.run("cancel", "overview", "7").code()).isZero();
    }

    @Test
    void a_rebuild_that_is_refused_says_why() {
        product.on("POST " + REBUILDS, 409, "{\"detail\":\"Rebuild 6 of overview is running.\"}");

        assertThat(product.run("rebuild", "overview"))
                .isEqualTo(new Said(1, "", "orderstore: Rebuild 6 of overview is running."));
    }
}
