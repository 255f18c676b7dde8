package orderstore.api.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orderstore.api.archive.ChangeLines;
import tools.jackson.databind.json.JsonMapper;

/** A product that gives the answers that a test puts in, and commands that talk to it. */
final class StubProduct implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>(Map.of("ORDERSTORE_KEY", "osk_test"));

    StubProduct() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private record Reply(int status, String type, String location, String body) {}

    /** What a command said, and how it ended. */
    record Said(int code, String out, String err) {}

    /** Answers a request so; the last answer that is given for a request is repeated. */
    StubProduct on(String request, int status, String body) {
        return on(request, status, "application/json", "", body);
    }

    StubProduct on(String request, int status, String type, String location, String body) {
        replies.computeIfAbsent(request, asked -> new ArrayDeque<>()).add(new Reply(status, type, location, body));
        return this;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add((request + " " + body).strip());
        Deque<Reply> known = replies.getOrDefault(request, new ArrayDeque<>());
        Reply reply = known.size() > 1 ? known.removeFirst() : known.peekFirst();
        if (reply == null) {
            reply = new Reply(404, "application/problem+json", "", "{\"detail\":\"Nothing is at " + request + ".\"}");
        }
        if (!"Bearer osk_test".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply = new Reply(401, "application/problem+json", "", "{\"detail\":\"Who are you?\"}");
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        if (!reply.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", reply.location());
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Runs a command against this product. */
    Said run(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", url()));
        return run(all);
    }

    /** As {@link #run(String...)}, of the commands for retention. */
    Said retention(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", url()));
        return run("retention", all);
    }

    /** As {@link #run(String...)}, of the commands that begin with this word. */
    Said command(String topic, String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", url()));
        return run(topic, all);
    }

    Said run(List<String> arguments) {
        return run("projections", arguments);
    }

    private Said run(String topic, List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = new OperatorCommands(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Duration.ZERO,
                        () -> new ChangeLines(JsonMapper.shared()))
                .run(topic, arguments);
        return new Said(
                code,
                out.toString(StandardCharsets.UTF_8).strip(),
                err.toString(StandardCharsets.UTF_8).strip());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
