package orderstore.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract as a file: what .ci/openapi/run looks at, and what the module clients makes clients of. */
@Tag("clients")
class WritingTheContractTest {

    @Test
    void it_is_the_same_whenever_it_is_made() throws Exception {
        byte[] made = ContractController.json();
        Files.write(Path.of("target", "openapi.json"), made);

        assertThat(made).isEqualTo(ContractController.json());
    }
}
