package orderstore.api.operator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product that runs, as its operators' API. */
final class Product implements AutoCloseable {

    /** Longer than what operators ask for takes, if not said otherwise. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;
    private final Supplier<OperatorKey> keys;
    private @Nullable OperatorKey found;

    /** @param keys is asked when the first question is put, so that a wrong command line is told before a missing key */
    Product(URI url, Supplier<OperatorKey> keys) {
        this.url = url;
        this.keys = keys;
    }

    private OperatorKey key() {
        if (found == null) {
            found = keys.get();
        }
        return found;
    }

    /** A successful answer; an empty body is an empty object. */
    record Answer(JsonNode json, @Nullable String location) {}

    JsonNode get(String path) {
        return send("GET", path, null, LONGEST_ANSWER).json();
    }

    Answer post(String path, @Nullable Object body) {
        return post(path, body, LONGEST_ANSWER);
    }

    /** @param longest how long the answer is waited for */
    Answer post(String path, @Nullable Object body, Duration longest) {
        return send("POST", path, body == null ? null : JSON.writeValueAsString(body), longest);
    }

    JsonNode put(String path, Object body) {
        return send("PUT", path, JSON.writeValueAsString(body), LONGEST_ANSWER).json();
    }

    void delete(String path) {
        send("DELETE", path, null, LONGEST_ANSWER);
    }

    /**
     * @throws CommandFailed unless it was done
     */
    private Answer send(String method, String path, @Nullable String body, Duration longest) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(longest)
                .header("Authorization", "Bearer " + key().text())
                .header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return read(client.send(request.build(), BodyHandlers.ofString()));
        } catch (HttpTimeoutException e) {
            throw new CommandFailed("%s does not answer. Whether it did what was asked is not known.".formatted(url));
        } catch (ConnectException e) {
            throw new CommandFailed(
                    "Nothing listens at %s. Is the product running? --url names another place.".formatted(url));
        } catch (IOException e) {
            throw new CommandFailed("%s cannot be talked to: %s.".formatted(url, Text.clean(String.valueOf(e))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("Interrupted.");
        }
    }

    private Answer read(HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode json = json(response);
        if (status / 100 == 2 && json != null) {
            return new Answer(json, response.headers().firstValue("Location").orElse(null));
        }
        String detail = json == null ? "" : Text.clean(json.path("detail").asString(""));
        if (status == 401) {
            throw new CommandFailed("%s does not know the key of %s.".formatted(url, key().from()));
        }
        if (status == 403) {
            throw new CommandFailed(
                    "The key of %s may not do this: it needs the role operator.".formatted(key().from()));
        }
        throw new CommandFailed(
                detail.isEmpty()
                        ? "%s answers with status %d, not as this product does.".formatted(url, status)
                        : detail);
    }

    /** Null if it is none. */
    private static @Nullable JsonNode json(HttpResponse<String> response) {
        if (response.body().isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
