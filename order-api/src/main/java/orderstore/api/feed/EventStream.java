package orderstore.api.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import orderstore.api.order.StatusChange;
import orderstore.api.page.Cursor;
import orderstore.eventlog.LogTail;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes as <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>.
 *
 * <p>Written by the thread of the request, which is a virtual one, and blocks while the client does not read; Tomcat
 * gives such a client up after the connector's time-out. One that has left is noticed by the next heartbeat.
 */
final class EventStream {

    /** Half of what is promised, since one may be late. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final HttpServletResponse response;
    private final JsonMapper json;

    EventStream(HttpServletResponse response, JsonMapper json) {
        this.response = response;
        this.json = json;
    }

    /** From where the client left off, if it tells so: that is later than where it first began. */
    static FeedQuery resumed(FeedQuery query, HttpServletRequest request) {
        String last = request.getHeader("Last-Event-ID");
        if (last == null || last.isEmpty()) {
            return query;
        }
        if (!POSITION.matcher(last).matches()) {
            throw Cursor.invalid();
        }
        return query.from(Long.parseLong(last));
    }

    /** Until the client has left, which ends in an exception, or this node is to be stopped. */
    void write(ChangeFollower changes, LogTail tail) throws IOException, InterruptedException {
        OutputStream output = response.getOutputStream();
        output.write(COMMENT); // The client learns that it is connected.
        response.flushBuffer();
        while (!tail.isReleased()) {
            List<StatusChange> next = changes.next(HEARTBEAT);
            if (next.isEmpty()) {
                output.write(COMMENT);
            }
            for (StatusChange change : next) {
                output.write(("id: " + change.position() + "\ndata: ").getBytes(UTF_8));
                output.write(json.writeValueAsBytes(change));
                output.write("\n\n".getBytes(UTF_8));
            }
            response.flushBuffer();
        }
    }
}
