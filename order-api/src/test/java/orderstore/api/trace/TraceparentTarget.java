package orderstore.api.trace;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import orderstore.api.jazzer.Property;

/** {@code traceparent}, headers with bars between them: what is taken of it is a trace id. */
public final class TraceparentTarget {

    private TraceparentTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<String> headers = Stream.of(Property.header(input).split("\\|", 3)).toList();
        Traceparent.traceId(Collections.enumeration(headers))
                .ifPresent(id -> Property.holds(
                        id.matches("(?!0{32})[0-9a-f]{32}")
                                && headers.getFirst().contains(id),
                        "the trace id " + id));
    }
}
