package orderstore.eventlog.verification;

import org.jspecify.annotations.Nullable;

/**
 * The first event of a stream that is not as it was written, as far as that can be told.
 *
 * @param version of the event, or which is missing
 * @param position where the event is; null if there is none
 * @param what what is wrong, in a sentence
 */
public record Broken(String stream, int version, @Nullable Long position, String what) {}
