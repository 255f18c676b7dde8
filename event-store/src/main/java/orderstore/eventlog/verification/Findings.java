package orderstore.eventlog.verification;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What was found in a part of the log. */
final class Findings {

    /** So many broken streams are told; of more it is known only how many there are. */
    static final int TOLD = 100;

    long streams;
    long events;
    long brokenStreams;
    final List<Broken> broken = new ArrayList<>();

    /** Of events through the position, and of streams that have one. */
    long streamsThrough;

    long eventsThrough;

    /** The last hashes of these streams, in the order of their names. */
    final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

    void broken(Broken found) {
        brokenStreams++;
        if (broken.size() < TOLD) {
            broken.add(found);
        }
    }
}
