/**
 * How fast the log is verified.
 *
 * <p>Not welcome here: the tables of the log; {@link orderstore.benchmark.read.StoredOrders} fills them.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.verification;
