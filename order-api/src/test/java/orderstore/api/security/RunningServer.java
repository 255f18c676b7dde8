package orderstore.api.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import orderstore.api.openapi.ContractCheck;
import orderstore.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product on a port and a database of its own, one for all tests that need no other settings. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(EndingServers.class)
public abstract class RunningServer {
    private static final Installation SHARED = new Installation();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", database()::url);
        settings.add("orderstore.log.risk-losing-acknowledged-changes", () -> true);
        settings.add("orderstore.operator-key-file", () -> keyFile().toString());
    }

    /** An answer with its body, read as JSON when there is one. */
    public record Answer(HttpResponse<String> response, JsonNode json) {
        public int status() {
            return response.statusCode();
        }

        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** The last part of the problem's type. */
        public String problem() {
            return json.path("type").asString("").replace("/problems/", "");
        }

        public String detail() {
            return json.path("detail").asString("");
        }
    }

    protected int port() {
        return port;
    }

    protected static Path keyFile() {
        return SHARED.keyFile();
    }

    protected static TestDatabase database() {
        return SHARED.database();
    }

    protected static String operatorKey() {
        return SHARED.operatorKey();
    }

    protected HttpRequest.Builder request(String method, String path, @Nullable String body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, publisher);
        return body == null ? request : request.header("Content-Type", "application/json");
    }

    protected Answer send(String method, String path, @Nullable String key, @Nullable String body) {
        var request = request(method, path, body);
        return send(key == null ? request : request.header("Authorization", "Bearer " + key));
    }

    protected Answer get(String path, @Nullable String key) {
        return send("GET", path, key, null);
    }

    /** Sends it, and holds what is said to the contract. */
    protected static Answer send(HttpRequest.Builder request) {
        try {
            var response = ContractCheck.check(CLIENT.send(request.build(), BodyHandlers.ofString()));
            var isJson = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.matches("application/(problem\\+)?json"))
                    .isPresent();
            var body = isJson && !response.body().isEmpty() ? response.body() : "{}";
            return new Answer(response, JsonMapper.shared().readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a key as an operator would, and gives its secret. */
    protected String makeKey(String name, String roles) {
        var made =
                send("POST", "/v1/admin/keys", operatorKey(), "{\"name\":\"" + name + "\",\"roles\":[" + roles + "]}");
        return made.json().get("key").asString();
    }
}
