package orderstore.api.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import orderstore.api.openapi.ContractCheck;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events, as a browser would. */
final class EventReader implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    /** What came up to an empty line. */
    record Event(String id, JsonNode data, boolean comment) {}

    EventReader(HttpRequest.Builder request) throws IOException, InterruptedException {
        response = client.send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        ContractCheck.checkHead(response);
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next event or comment. */
    Event next() {
        String id = "";
        String data = "{}";
        boolean comment = false;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.equals("{}")) {
                        ContractCheck.checkItem("GET", "/v1/status-changes", "text/event-stream", data);
                    }
                    return new Event(id, JsonMapper.shared().readTree(data), comment);
                }
                comment |= line.startsWith(":");
                id = line.startsWith("id: ") ? line.substring(4) : id;
                data = line.startsWith("data: ") ? line.substring(6) : data;
            }
            throw new AssertionError("The stream has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on until the server ends the stream. */
    void awaitEnd() {
        lines.lines().forEach(line -> {});
    }

    /** The next so many that are no comments. */
    List<Event> events(int wanted) {
        var events = new ArrayList<Event>();
        while (events.size() < wanted) {
            Event event = next();
            if (!event.comment()) {
                events.add(event);
            }
        }
        return events;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
