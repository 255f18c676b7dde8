package orderstore.projection.intake;

import org.jspecify.annotations.Nullable;

/** What became of a parked change that was to be retried or skipped. */
public sealed interface Reprocessed {

    /**
     * It was dealt with, and those of the same order that follow were tried.
     *
     * @param applied how many changes were taken in
     * @param remaining how many are still parked, the first of them because of {@code failure}
     * @param failure null if none remains
     */
    record Done(int applied, int remaining, @Nullable String failure) implements Reprocessed {}

    /** There is none of that id, or no longer. */
    record Unknown() implements Reprocessed {}

    /** It waits for an earlier one of its order. */
    record Waits(String orderId, int version, long first, int firstVersion) implements Reprocessed {}

    /** Readers see what another version of the code made, which alone may go on with it. */
    record OtherVersion(String projection, int made, int here) implements Reprocessed {}
}
