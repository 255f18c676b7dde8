package orderstore.api.security.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orderstore.api.problem.Quoted;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the issuer for its keys over HTTP, and nobody else: where they are is configured, or told by its metadata. */
final class IssuerEndpoint implements IssuerKeys.Source {
    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);
    private static final int LONGEST = 1024 * 1024;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String issuer;
    private final @Nullable String jwkSetUri;

    /** With where its keys are; null: its metadata is asked for that, each time, since they may move. */
    IssuerEndpoint(String issuer, @Nullable String jwkSetUri) {
        this.issuer = issuer;
        this.jwkSetUri = jwkSetUri;
    }

    @Override
    public JWKSet keys() throws IOException {
        URI uri = jwkSetUri == null ? told(metadata()) : URI.create(jwkSetUri);
        try {
            return JWKSet.parse(body(uri, get(uri)));
        } catch (ParseException e) {
            throw new IOException(uri + " answered what is no JWK set", e);
        }
    }

    /** Of OpenID Connect Discovery 1.0, section 4, or else of RFC 8414, section 3. */
    private JsonNode metadata() throws IOException {
        URI base = URI.create(issuer);
        String path = base.getRawPath().replaceFirst("/$", "");
        URI uri = base.resolve(path + "/.well-known/openid-configuration");
        HttpResponse<String> answer = get(uri);
        if (answer.statusCode() / 100 == 4) {
            uri = base.resolve("/.well-known/oauth-authorization-server" + path);
            answer = get(uri);
        }
        try {
            return JsonMapper.shared().readTree(body(uri, answer));
        } catch (JacksonException e) {
            throw new IOException(uri + " answered what is no JSON", e);
        }
    }

    private URI told(JsonNode metadata) throws IOException {
        String whose = metadata.path("issuer").asString("");
        if (!whose.equals(issuer)) {
            throw new IOException("its metadata is that of issuer " + Quoted.of(whose));
        }
        String told = metadata.path("jwks_uri").asString("");
        URI uri = SafeUri.of(told);
        if (uri == null) {
            throw new IOException(
                    "the jwks_uri of its metadata is " + Quoted.of(told) + ", allowed is " + SafeUri.ALLOWED);
        }
        return uri;
    }

    private static String body(URI uri, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != OK) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> get(URI uri) throws IOException {
        var request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST));
        try {
            return answer.get(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(uri + " did not answer within " + TO_ANSWER.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(uri + " cannot be asked: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the product stops", e);
        } finally {
            answer.cancel(true);
        }
    }
}
