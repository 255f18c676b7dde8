package orderstore.api.order;

import orderstore.api.problem.Problem;

/** What became of a request to append a change, other than that the log cannot take it now. */
public sealed interface Recording {

    /** It is durable: appended now, or, if {@code replayed}, at an earlier request. */
    record Recorded(StatusChange change, boolean replayed) implements Recording {}

    /** It was not appended. */
    record Refused(Problem problem) implements Recording {}
}
