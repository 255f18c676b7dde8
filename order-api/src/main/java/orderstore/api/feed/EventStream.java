package orderstore.api.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import orderstore.api.order.StatusChange;
import orderstore.api.page.Cursor;
import orderstore.api.problem.ProblemException;
import orderstore.eventlog.LogTail;
import orderstore.eventlog.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes as <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>, until the
 * client has left or this node is to be stopped.
 *
 * <p>Written by a virtual thread of its own, which blocks while the client does not read; such a client is given up after
 * the connector's time-out. One that has left is noticed by the next heartbeat.
 */
final class EventStream implements OngoingAnswer.Rest {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);

    /** Half of what is promised, since one may be late. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final ChangeFollower changes;
    private final LogTail tail;
    private final JsonMapper json;
    private final String trace;

    EventStream(ChangeFollower changes, LogTail tail, JsonMapper json, String trace) {
        this.changes = changes;
        this.tail = tail;
        this.json = json;
        this.trace = trace;
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

    @Override
    public void write(OutputStream output) {
        try {
            output.write(COMMENT); // The client learns that it is connected.
            output.flush();
            while (!tail.isReleased()) {
                writeNext(output);
            }
        } catch (IOException | ProblemException e) {
            LOGGER.debug("The client has left, or is told when it comes back", e);
        } catch (LogUnavailableException e) {
            LOGGER.warn("The event stream of trace {} ends: {}", trace, e.toString());
        } catch (InterruptedException e) {
            LOGGER.debug("An event stream ends with its client or the tail alone, not by an interrupt", e);
        } catch (RuntimeException e) {
            LOGGER.error("The event stream of trace {} failed", trace, e);
        }
    }

    private void writeNext(OutputStream output) throws IOException, InterruptedException {
        List<StatusChange> next = changes.next(HEARTBEAT);
        if (next.isEmpty()) {
            output.write(heartbeat());
        }
        for (StatusChange change : next) {
            output.write(("id: " + change.position() + "\ndata: ").getBytes(UTF_8));
            output.write(json.writeValueAsBytes(change));
            output.write("\n\n".getBytes(UTF_8));
        }
        output.flush();
    }

    /**
     * A block without data is no event, but a client keeps its id: one that comes back need not have looked through again
     * what it did not want.
     */
    private byte[] heartbeat() {
        long position = changes.lookedThrough();
        return position == 0 ? COMMENT : (":\nid: " + position + "\n\n").getBytes(UTF_8);
    }

    @Override
    public void close() {
        changes.close();
    }
}
