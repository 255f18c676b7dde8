/**
 * How streams leave the log when they may: a plan of what goes, its execution partition by partition, and the receipt.
 *
 * <p>Not welcome here: Spring, and anything that knows what an order is. The words that make a stream one that may go
 * come from outside.
 */
@org.jspecify.annotations.NullMarked
package orderstore.eventlog.retention;
