/**
 * Appending in process: commands through Axon, decider and log, beside the database alone and Axon's own engines.
 *
 * <p>Not welcome here: HTTP.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.append;
