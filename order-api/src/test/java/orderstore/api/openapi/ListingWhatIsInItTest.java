package orderstore.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials that the build makes is in the product, for those who run it. */
class ListingWhatIsInItTest extends RunningServer {

    @Test
    void an_operator_reads_of_what_the_product_is_made() {
        var answer = get("/actuator/sbom/application", operatorKey());

        assertThat(answer.status()).isEqualTo(200);
        var bill = JsonMapper.shared().readTree(answer.response().body());
        assertThat(bill.path("bomFormat").asString("")).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/name").asString("")).isEqualTo("order-api");
        assertThat(bill.get("components").valueStream())
                .extracting(component -> component.path("purl").asString(""))
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.postgresql/postgresql@"))
                .anyMatch(purl -> purl.startsWith("pkg:maven/org.axonframework/axon-eventsourcing@"))
                .noneMatch(purl -> purl.contains("junit"));
    }

    @Test
    void nobody_else_does() {
        assertThat(get("/actuator/sbom", makeKey("no-bill-" + System.nanoTime(), "\"reader\""))
                        .status())
                .isEqualTo(403);
        assertThat(get("/actuator/sbom/application", null).status()).isEqualTo(401);
    }
}
