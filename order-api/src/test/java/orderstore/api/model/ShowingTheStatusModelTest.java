package orderstore.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orderstore.api.launch.StartRefused;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

/** The status model in force, and what is said of one that cannot be. */
class ShowingTheStatusModelTest extends RunningServer {

    @Test
    void the_model_is_shown_as_it_is_written() {
        var model = get("/v1/status-model", operatorKey()).json();

        assertThat(model.get("name").asString()).isEqualTo("default");
        assertThat(model.get("statuses").size()).isEqualTo(27);
        assertThat(model.get("statuses").get("OUT_FOR_DELIVERY").toString())
                .isEqualTo("{\"category\":\"TRANSIT\",\"initial\":false,\"final\":false,\"overdueAfter\":\"P1D\","
                        + "\"next\":[\"IN_TRANSIT\",\"DELIVERY_ATTEMPTED\",\"DELIVERY_EXCEPTION\",\"DELIVERED\"]}");
    }

    @Test
    void the_model_is_asked_for_without_parameters_and_as_json() {
        assertThat(get("/v1/status-model?version=1", operatorKey()).detail())
                .isEqualTo("/version is not known here; this request takes none.");
        assertThat(send(request("GET", "/v1/status-model", null)
                                .header("Authorization", "Bearer " + operatorKey())
                                .header("Accept", "application/xml"))
                        .status())
                .isEqualTo(406);
    }

    @Test
    void a_model_that_cannot_be_used_is_refused_with_every_error(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("model.yaml"), "name: x\nversion: 1\nstatuses: {A: {category: NO}}");

        assertThatThrownBy(() -> new StatusModelLoading().statusModel(new FileSystemResource(file)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll(file.toString(), "A.category must be one of", "no status is initial");
        assertThatThrownBy(() -> new StatusModelLoading().statusModel(new FileSystemResource(folder.resolve("none"))))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("cannot be read");
    }
}
