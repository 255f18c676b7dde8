/**
 * Reading the current status and the history over HTTP, from a small and from a large log.
 *
 * <p>Not welcome here: writing, but for what fills the log beforehand.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.read;
