package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The product speaks HTTPS with PEM files, as docs/operating.md shows it. */
@DirtiesContext // It watches the files.
@TestPropertySource(
        properties = {
            "spring.ssl.bundle.pem.server.reload-on-update=true",
            "spring.ssl.bundle.watch.file.quiet-period=100ms",
            "server.ssl.bundle=server",
            "orderstore.limits.headers-within=1s"
        })
class ServingOverTlsTest extends RunningServer {
    private static final String PASSWORD = "secret";
    private static final List<Certificate> MADE = new CopyOnWriteArrayList<>();
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    static Path folder;

    @Autowired
    private LogTail tail;

    @DynamicPropertySource
    static void files(DynamicPropertyRegistry settings) {
        settings.add("spring.ssl.bundle.pem.server.keystore.certificate", () -> "file:" + folder.resolve("cert.pem"));
        settings.add("spring.ssl.bundle.pem.server.keystore.private-key", () -> "file:" + folder.resolve("key.pem"));
        try {
            newCertificate("first");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_serves_with_its_certificate_and_takes_up_a_new_one() throws Exception {
        assertThat(status(MADE.getLast())).isEqualTo(200);

        var next = newCertificate("next");

        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (status(next) != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void a_stream_goes_on_after_its_request() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(trusting(MADE.getLast())).build()) {
            var uri = URI.create("https://localhost:" + port() + "/v1/status-changes");
            var request = HttpRequest.newBuilder(uri)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Accept", "text/event-stream")
                    .header("Authorization", "Bearer " + operatorKey())
                    .build();
            var stream = client.send(request, BodyHandlers.ofInputStream());

            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.body().read()).isEqualTo(':');
            client.shutdownNow();
        }
    }

    @Test
    void who_waits_is_answered() throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(trusting(MADE.getLast())).build()) {
            for (int i = 0; i < 2; i++) {
                Await.until("nobody waits", () -> tail.followers() == 0);
                var answer = client.sendAsync(
                        request("/v1/status-changes?orderId=tls-" + i)
                                .header("Prefer", "wait=60")
                                .build(),
                        BodyHandlers.ofString());
                Await.until("it waits", () -> tail.followers() == 1);

                var change = request("/v1/orders/tls-" + i + "/status-changes/c-1")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"status\":\"PLACED\"}"))
                        .build();
                assertThat(client.send(change, BodyHandlers.discarding()).statusCode())
                        .isEqualTo(201);

                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().body()).contains("tls-" + i);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + operatorKey());
    }

    @Test
    void slow_headers_are_cut_off_as_well() throws Exception {
        try (var socket = (SSLSocket) trusting(MADE.getLast())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress().getHostName(), port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(60_000);

            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    /** Of a question over HTTPS to whoever has this certificate; 0: somebody else is there. */
    private int status(Certificate trusted) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
            var uri = URI.create("https://localhost:" + port() + "/actuator/health/readiness");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (SSLException e) {
            return 0;
        }
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate newCertificate(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        writePem(
                "key.pem",
                "PRIVATE KEY",
                store.getKey("server", PASSWORD.toCharArray()).getEncoded());
        writePem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
        MADE.add(store.getCertificate("server"));
        return MADE.getLast();
    }

    private static void writePem(String name, String kind, byte[] der) throws IOException {
        Path unfinished = folder.resolve(name + ".new");
        Files.writeString(
                unfinished,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
