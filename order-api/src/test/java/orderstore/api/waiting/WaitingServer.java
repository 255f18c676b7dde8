package orderstore.api.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orderstore.api.OrderStoreApplication;
import orderstore.api.security.RunningServer;
import orderstore.api.waiting.KeptConnection.Received;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.LogTail;
import orderstore.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A node, and clients that wait for its log. */
abstract class WaitingServer extends RunningServer {

    @Autowired
    WaitingRequests waiting;

    @Autowired
    LogTail tail;

    @Autowired
    private LogReader log;

    @BeforeEach
    void nobody_waits() {
        awaitWaiting(0);
    }

    void awaitWaiting(long wanted) {
        Await.until(wanted + " wait", () -> waiting.count() == wanted && tail.followers() == wanted);
    }

    long end() {
        return log.lastPosition();
    }

    /** Whole, for what comes after a position. */
    static String poll(long after, String key) {
        return KeptConnection.get("/v1/status-changes?after=" + after, key) + "Prefer: wait=60\r\n\r\n";
    }

    static String statusModel() {
        return KeptConnection.get("/v1/status-model", operatorKey()) + "\r\n";
    }

    /** Another node on the same database, with what is said on its command line. */
    static ConfigurableApplicationContext anotherNode(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=" + database().url(),
                "--orderstore.log.risk-losing-acknowledged-changes=true",
                "--orderstore.operator-key-file=" + keyFile()));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(OrderStoreApplication.class).run(arguments.toArray(String[]::new));
    }

    static int port(ConfigurableApplicationContext node) {
        return Integer.parseInt(String.valueOf(node.getEnvironment().getProperty("local.server.port")));
    }

    KeptConnection connect() throws IOException {
        return new KeptConnection(port());
    }

    static void close(List<KeptConnection> clients) throws IOException {
        for (KeptConnection client : clients) {
            client.close();
        }
    }

    /** The position of a change of a new order. */
    long append() {
        var answer = send(
                "PUT",
                "/v1/orders/" + UUID.randomUUID() + "/status-changes/c-1",
                operatorKey(),
                "{\"status\":\"PLACED\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("position").asLong();
    }

    static void assertThatItTells(Received answer, long position) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/items/0/position").asLong()).isEqualTo(position);
    }
}
