package orderstore.api.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.api.openapi.Contract;
import orderstore.api.openapi.Operation;
import tools.jackson.databind.JsonNode;

/** Makes requests of the contract: a third as it says, a third nearly so, a third against all of HTTP. */
final class RequestMaker {

    /** What is large or slow to answer, and tells little. */
    private static final List<String> RARE = List.of(
            "getDocsFile",
            "scrapeMetrics",
            "revokeKey",
            "pauseProjection",
            "startRebuild",
            "promoteRebuild",
            "makeRetentionPlan",
            "executeRetentionPlan",
            "getStatistics",
            "getContract");

    private static final List<String> APPENDS = List.of("appendChange", "appendChangeByKey", "uploadChanges");

    private final RandomGenerator random;
    private final List<String> keys;
    private final SchemaValues values;
    private final Hostile hostile;
    private final Distortion distortion;

    /**
     * Makes the requests of one connection.
     *
     * @param keys secrets; an operator's first
     */
    RequestMaker(RandomGenerator random, List<String> keys) {
        this.random = random;
        this.keys = keys;
        this.values = new SchemaValues(random);
        this.hostile = new Hostile(random);
        this.distortion = new Distortion(random);
    }

    /**
     * A request.
     *
     * @param path without the query
     * @param last whether nothing can follow it on its connection
     */
    @SuppressWarnings("ArrayRecordComponent") // Requests are not compared.
    record Made(String method, String path, byte[] bytes, boolean last) {}

    Made next() {
        Operation operation = operation();
        double badness = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> 0.1;
            default -> 0.4;
        };
        String method = badness > 0.3 ? distortion.method(operation.method()) : operation.method();
        String path = path(operation, badness);
        if (badness > 0.3 && random.nextInt(6) == 0) {
            path = distortion.path(path);
        }
        var headers = headers(operation, badness);
        byte[] body = body(operation, badness, headers);
        String target = path + query(operation, badness);
        if (badness > 0.3 && random.nextInt(8) == 0) {
            return new Made(method, path, distortion.frame(method, target, headers, body), true);
        }
        return new Made(method, path, framed(method, target, headers, body), false);
    }

    /** Appends more often than others, since they are what all the others read. */
    private Operation operation() {
        List<Operation> all = Contract.get().operations();
        Operation operation = hostile.pick(all);
        boolean append = random.nextInt(4) == 0;
        while (append != APPENDS.contains(operation.id())
                || (RARE.contains(operation.id()) && random.nextInt(10) > 0)) {
            operation = hostile.pick(all);
        }
        return operation;
    }

    private String path(Operation operation, double badness) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters("path")) {
            String name = parameter.path("name").asString();
            String value = switch (name) {
                case "file" -> "start.js";
                case "requiredMetricName" -> "jvm.memory.used";
                case "name" -> path.contains("projections") ? hostile.pick(List.of("overview", "statistics")) : null;
                default -> null;
            };
            String sent = value == null || random.nextDouble() < badness
                    ? values.parameter(parameter.path("schema"), badness)
                    : value;
            path = path.replace("{" + name + "}", URLEncoder.encode(sent, UTF_8).replace("+", "%20"));
        }
        return path;
    }

    private String query(Operation operation, double badness) {
        var pairs = new ArrayList<String>();
        for (JsonNode parameter : operation.parameters("query")) {
            boolean after = parameter.path("name").asString().equals("after")
                    && parameter.path("schema").path("type").asString("").equals("string");
            if (random.nextInt(after ? 30 : 5) > 0) {
                continue;
            }
            JsonNode schema = parameter.path("schema");
            int times = schema.has("items") ? 1 + random.nextInt(3) : 1;
            for (int i = 0; i < times; i++) {
                String value = values.parameter(schema.has("items") ? schema.path("items") : schema, badness);
                pairs.add(parameter.path("name").asString() + "=" + URLEncoder.encode(value, UTF_8));
            }
        }
        if (random.nextDouble() < badness / 3) {
            pairs.add(hostile.pick(List.of(
                    "x=1", "=", "&&", "limit", "limit=%ff", "limit=%zz", "%00=1", "after=", "asOf=%F0%9F%98%80")));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private List<String> headers(Operation operation, double badness) {
        var headers = new ArrayList<String>();
        headers.add("Host: localhost");
        headers.add(
                "Authorization: Bearer " + (random.nextDouble() < badness / 2 ? hostile.pick(keys) : keys.getFirst()));
        for (JsonNode parameter : operation.parameters("header")) {
            String name = parameter.path("name").asString();
            boolean required = parameter.path("required").asBoolean(false);
            if ((required && random.nextDouble() >= badness / 2) || random.nextInt(6) == 0) {
                String value = header(name, parameter, badness);
                // What is queued is told by ids, which of an upload only its lines have.
                headers.add(name + ": "
                        + (operation.id().equals("uploadChanges") ? value.replace("respond-async", "a") : value));
            }
        }
        headers.addAll(distortion.headers(badness, operation.id()));
        return headers;
    }

    private String header(String name, JsonNode parameter, double badness) {
        if (name.equals("Prefer")) { // Nobody wants to wait here.
            return hostile.pick(List.of(
                    "wait=0",
                    "wait=0, respond-async",
                    "wait",
                    "wait=-1",
                    "wait=1x",
                    "\"",
                    "wait=\"0\"",
                    ",,;=",
                    "a=\"\\"));
        }
        if (random.nextDouble() < badness) {
            return hostile.text().replaceAll("[\\r\\n]", " ");
        }
        return switch (name) {
            case "If-Match", "If-None-Match" -> hostile.pick(List.of("*", "\"1\"", "\"2\"", "W/\"1\"", "\"1\", \"2\""));
            case "Idempotency-Key" -> hostile.pick(List.of("c-1", "c-2", "\"c-3\"", "c-9"));
            case "traceparent" -> "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            default -> parameter.path("example").asString("1");
        };
    }

    private byte[] body(Operation operation, double badness, List<String> headers) {
        JsonNode described = Contract.get().resolved(operation.node().path("requestBody"));
        if (described.isMissingNode()) {
            return new byte[0];
        }
        Map.Entry<String, JsonNode> content =
                described.path("content").properties().iterator().next();
        headers.add(
                "Content-Type: " + (random.nextDouble() < badness / 4 ? distortion.contentType() : content.getKey()));
        JsonNode schema = content.getValue().path("schema");
        String text = schema.has("contentSchema")
                ? IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> values.json(schema.path("contentSchema"), badness))
                        .collect(Collectors.joining("\n"))
                : values.json(schema, badness / 2);
        byte[] bytes = text.getBytes(UTF_8);
        return badness > 0 && random.nextInt(4) == 0 ? distortion.bytes(bytes) : bytes;
    }

    private byte[] framed(String method, String target, List<String> headers, byte[] body) {
        var request = new ByteArrayOutputStream();
        boolean chunked = body.length > 0 && random.nextInt(5) == 0;
        String frame = chunked
                ? "Transfer-Encoding: chunked\r\n"
                : body.length > 0 || !method.equals("GET") ? "Content-Length: " + body.length + "\r\n" : "";
        request.writeBytes(
                (method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n" + frame + "\r\n")
                        .getBytes(UTF_8));
        if (chunked) {
            int half = body.length / 2;
            for (int[] part : new int[][] {{0, half}, {half, body.length}}) {
                if (part[1] > part[0]) {
                    request.writeBytes((Integer.toHexString(part[1] - part[0]) + "\r\n").getBytes(UTF_8));
                    request.write(body, part[0], part[1] - part[0]);
                    request.writeBytes("\r\n".getBytes(UTF_8));
                }
            }
            request.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        } else {
            request.writeBytes(body);
        }
        return request.toByteArray();
    }
}
