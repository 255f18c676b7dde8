/**
 * How many bytes an event takes on disk, beside Axon's own table.
 *
 * <p>Not welcome here: rates.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.storage;
