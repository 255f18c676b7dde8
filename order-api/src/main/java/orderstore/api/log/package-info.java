/**
 * The log within the application: its wiring into Axon, its partitions, what is checked before it is written.
 *
 * <p>Not welcome here: HTTP.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.log;
