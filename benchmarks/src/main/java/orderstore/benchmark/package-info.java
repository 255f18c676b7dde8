/**
 * Measures the store beside its limits and beside what one would use instead, in one run.
 *
 * <p>Not welcome here: anything that the product needs, or a figure without its limit.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark;
