/**
 * Load generators and measurements, never on the runtime class path.
 *
 * <p>Not welcome here: anything that the product itself needs.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark;
