package orderstore.api.security.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An issuer on this machine, which signs what a test wants, turns to new keys, and goes away and comes back. */
final class TestIssuer implements AutoCloseable {
    static final String AUDIENCE = "order-store";
    static final String METADATA = "/realms/shop/.well-known/openid-configuration";
    static final String KEYS = "/realms/shop/keys";

    private static final String REDIRECT = "Location: ";
    private static final JWK RSA = rsa("k-1");

    private final InstantSource clock;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile JWK key = RSA;

    TestIssuer(InstantSource clock) {
        this.clock = clock;
        this.server = listen(0);
        serve(METADATA, metadata(url()));
        publish(key);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/shop";
    }

    String host() {
        return url().replace("/realms/shop", "");
    }

    JWK key() {
        return key;
    }

    /** The paths that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    String metadata(String issuer) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + host() + KEYS + "\"}";
    }

    void serve(String path, String body) {
        files.put(path, body);
    }

    /** Sends whoever asks there to another path. */
    void redirect(String path, String to) {
        serve(path, REDIRECT + host() + to);
    }

    void remove(String path) {
        files.remove(path);
    }

    void publish(JWK... keys) {
        serve(KEYS, new JWKSet(List.of(keys)).toString());
    }

    /** Signs with another key from now on, and tells of no other. */
    void turnTo(JWK another) {
        key = another;
        publish(another);
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = listen(server.getAddress().getPort());
    }

    /** A token that is good for five minutes. */
    String token(String name, String... roles) {
        return token(claims -> claims.subject(name).claim("roles", List.of(roles)));
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> changes) {
        return signed(header().build(), changes.apply(claims()).build(), key);
    }

    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(List.of("another", AUDIENCE))
                .subject("ann")
                .claim("roles", List.of("reader"))
                .claim("iat", seconds(clock.instant()))
                .claim("exp", seconds(clock.instant()) + 300);
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.parse(key.getAlgorithm().getName())).keyID(key.getKeyID());
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, JWK key) {
        try {
            return signed(header, claims, new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static long seconds(Instant time) {
        return time.getEpochSecond();
    }

    static JWK rsa(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWK ellipticCurve(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer listen(int port) {
        try {
            var listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            listening.createContext("/", this::answer);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.add(path);
        var body = Objects.requireNonNullElse(files.get(path), "");
        int status = files.containsKey(path) ? 200 : 404;
        if (body.startsWith(REDIRECT)) {
            exchange.getResponseHeaders().set("Location", body.substring(REDIRECT.length()));
            status = 302;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
