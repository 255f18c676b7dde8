package orderstore.api.operations;

import orderstore.api.problem.Problem;

/** What became of an operation that was tried. */
public sealed interface Outcome {

    /**
     * It is done.
     *
     * @param progress what is to be known of it later: JSON of ids and counts, no copy of what the log has
     */
    record Done(String progress) implements Outcome {}

    /** It cannot be done, however often it is tried. */
    record Refused(Problem problem) implements Outcome {}

    /** It was not wanted any longer on this node, and is to be gone on with. */
    record Left() implements Outcome {}
}
