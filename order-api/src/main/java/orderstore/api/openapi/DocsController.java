package orderstore.api.openapi;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** A page that shows the contract, of files that the build took from Swagger UI and a few lines of our own. */
@RestController
class DocsController {

    private static final String FOLDER = "orderstore/api/openapi/docs/";
    private static final String PAGE = "index.html";
    private static final MediaType CSS = new MediaType("text", "css");
    private static final MediaType SCRIPT = new MediaType("text", "javascript");
    private static final Map<String, MediaType> FILES = Map.of(
            "start.js", SCRIPT,
            "swagger-ui-bundle.js", SCRIPT,
            "swagger-ui-bundle.js.LICENSE.txt", MediaType.TEXT_PLAIN,
            "swagger-ui.css", CSS);

    /** Nothing but what this host gives, nothing inline; {@code data:} is for the icons in the style sheet. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, ServedFile> read = new ConcurrentHashMap<>();

    @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ResponseEntity<byte[]> page = file(PAGE, MediaType.TEXT_HTML).answer(request);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        return page;
    }

    @GetMapping("/docs/{file}")
    ResponseEntity<byte[]> part(@PathVariable String file, HttpServletRequest request)
            throws IOException, NoResourceFoundException {
        MediaType type = FILES.get(file);
        if (type == null) {
            throw new NoResourceFoundException(HttpMethod.GET, request.getRequestURI(), file);
        }
        return file(file, type).answer(request);
    }

    private ServedFile file(String name, MediaType type) throws IOException {
        ServedFile known = read.get(name);
        if (known == null) {
            known = new ServedFile(new ClassPathResource(FOLDER + name).getContentAsByteArray(), type);
            read.put(name, known);
        }
        return known;
    }
}
