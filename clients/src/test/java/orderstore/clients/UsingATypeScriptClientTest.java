package orderstore.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, by the client that OpenAPI Generator makes in TypeScript: {@code example.ts}. */
@Tag("clients")
class UsingATypeScriptClientTest {

    private static final Path COMPILED = Path.of(System.getProperty("orderstore.typescript"), "compiled");

    @Test
    void it_gets_what_the_readme_promises(@TempDir Path folder) throws Exception {
        try (var product = new RunningProduct(folder)) {
            String printed = RunningProduct.run(COMPILED, "node", "example.js", product.url(), product.operatorKey());

            assertThat(printed).isEqualTo("All is well\n");
        }
    }
}
