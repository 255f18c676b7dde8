/**
 * What runs beside the benchmark: the product as its user starts it, and clients on a JVM of their own.
 *
 * <p>Not welcome here: what is measured.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.process;
