/**
 * What it costs that many wait for the log, and when they hear of a change.
 *
 * <p>Not welcome here: how fast changes are appended.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.watch;
