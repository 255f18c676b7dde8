package orderstore.api.openapi;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows the contract to whoever asks. It is put together when it is asked for first: the start has no time for it. */
@RestController
class ContractController {

    private static final String PARTS = "classpath*:orderstore/api/openapi/*.yaml";
    private static final String FRAME = "contract.yaml";

    private volatile @Nullable ServedFile made;

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> contract(HttpServletRequest request) throws IOException {
        ServedFile contract = made;
        if (contract == null) {
            contract = new ServedFile(json(), MediaType.APPLICATION_JSON);
            made = contract;
        }
        return contract.answer(request);
    }

    /** The whole document, the same bytes whenever and wherever it is made. */
    static byte[] json() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources(PARTS);
        Arrays.sort(
                files,
                Comparator.comparing((Resource file) -> !FRAME.equals(file.getFilename()))
                        .thenComparing(file -> Objects.requireNonNull(file.getFilename())));
        var parts = new ContractParts();
        for (Resource file : files) {
            parts.add(file.getContentAsString(StandardCharsets.UTF_8));
        }
        return JsonMapper.shared().writeValueAsBytes(parts.document());
    }
}
