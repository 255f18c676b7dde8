/**
 * Searching the overview of many orders over HTTP, by every filter.
 *
 * <p>Not welcome here: how the overview follows the log.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.search;
