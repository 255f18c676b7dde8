package orderstore.api.campaign;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random changes, sent to both nodes at once: uploads and single changes; commands, reports and corrections, with times
 * in any order; many of an order at a time, and of some orders by all writers at once. What finds no answer is sent
 * again.
 */
final class Load implements AutoCloseable {

    private static final int WRITERS = 4;
    private static final int UPLOAD = 1_000;
    private static final int HOT = 50;
    private static final int SINGLES = 20;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> COMMANDS = List.of("PLACED", "CONFIRMED", "SHIPPED", "CANCELLED", "DELIVERED");
    private static final List<String> REPORTS =
            List.of("PLACED", "CONFIRMED", "PACKED", "SHIPPED", "IN_TRANSIT", "DELIVERED", "CLOSED");

    private final Cluster cluster;
    private final SplittableRandom seeds;
    private final int orders;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final Map<String, String> changeOf = new ConcurrentHashMap<>();
    private final AtomicLong stored = new AtomicLong();
    private int batches;

    Load(Cluster cluster, long seed, int orders) {
        this.cluster = cluster;
        this.seeds = new SplittableRandom(seed);
        this.orders = orders;
    }

    /** Every order that it may write of. */
    List<String> orders() {
        var all = new ArrayList<String>();
        for (int i = 0; i < orders; i++) {
            all.add("o-" + i);
        }
        return all;
    }

    /** How many changes the product said it has stored. */
    long stored() {
        return stored.get();
    }

    /** Begins to send so many changes. */
    List<Future<Void>> send(int changes) {
        var sent = new ArrayList<Future<Void>>();
        for (int left = changes; left > 0; ) {
            int size = Math.min(left, 1 + seeds.nextInt(UPLOAD));
            int batch = batches++;
            var random = seeds.split();
            sent.add(writers.submit((Callable<Void>) () -> {
                write(batch, size, random);
                return null;
            }));
            left -= size;
        }
        return sent;
    }

    private record Line(String order, String change, String members) {
        String upload() {
            return "{\"orderId\":\"%s\",\"changeId\":\"%s\",%s}\n".formatted(order, change, members);
        }
    }

    private void write(int batch, int size, SplittableRandom random) throws InterruptedException {
        List<Line> lines = lines(batch, size, random);
        int singles = Math.min(random.nextInt(SINGLES), size);
        int node = random.nextInt(2);
        for (Line line : lines.subList(0, singles)) {
            put(node, line);
        }
        if (singles < size) {
            upload(node, lines.subList(singles, size));
        }
        lines.forEach(line -> changeOf.put(line.order, line.change));
    }

    private void put(int node, Line line) throws InterruptedException {
        String path = "/v1/orders/" + line.order + "/status-changes/" + line.change;
        var answer = cluster.insist(node, "PUT", path, "application/json", "{" + line.members + "}");
        switch (answer.statusCode()) {
            case 200, 201 -> stored.incrementAndGet();
            case 410, 422 -> {} // Purged, or against the model.
            default -> throw new AssertionError(path + ": " + answer.body());
        }
    }

    /** An answer without its last line, or with a change that could not be stored then, is none. */
    private void upload(int node, List<Line> lines) throws InterruptedException {
        String body = lines.stream().map(Line::upload).reduce("", String::concat);
        for (int attempt = 0; attempt < 100; attempt++) {
            var answer = cluster.insist(node + attempt, "POST", "/v1/status-changes", "application/x-ndjson", body);
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
            if (!answer.body().contains("\"status\":503") && answer.body().contains("{\"summary\":")) {
                JsonNode summary = summary(answer);
                stored.addAndGet(summary.get("appended").asLong()
                        + summary.get("replayed").asLong());
                return;
            }
        }
        throw new AssertionError("An upload was never finished.");
    }

    private static JsonNode summary(HttpResponse<String> answer) {
        String last = answer.body().lines().reduce((before, line) -> line).orElseThrow();
        return JsonMapper.shared().readTree(last).get("summary");
    }

    private List<Line> lines(int batch, int size, SplittableRandom random) {
        var lines = new ArrayList<Line>();
        String order = "";
        while (lines.size() < size) {
            if (lines.isEmpty() || random.nextInt(3) == 0) {
                order = "o-" + random.nextInt(random.nextInt(10) == 0 ? HOT : orders);
            }
            String change = "b" + batch + "-" + lines.size();
            lines.add(new Line(order, change, members(changeOf.get(order), random)));
        }
        return lines;
    }

    private static String members(@Nullable String earlier, SplittableRandom random) {
        var members = new StringBuilder();
        int kind = random.nextInt(10);
        boolean report = kind > 2;
        if (kind == 0 && earlier != null) {
            members.append("\"kind\":\"correction\",\"reason\":\"mistaken\",\"corrects\":\"" + earlier + "\",");
        } else if (report) {
            members.append("\"kind\":\"report\",");
        }
        List<String> statuses = report ? REPORTS : COMMANDS;
        members.append("\"status\":\"" + statuses.get(random.nextInt(statuses.size())) + "\"");
        if (random.nextInt(4) > 0) { // To the minute, so that some are of the same moment.
            members.append(",\"occurredAt\":\"" + START.plusSeconds(60L * random.nextInt(3_000)) + "\"");
        }
        if (random.nextInt(4) > 0) {
            members.append(",\"source\":\"source-" + random.nextInt(3) + "\"");
        }
        return members.toString();
    }

    @Override
    public void close() {
        writers.shutdownNow();
    }
}
