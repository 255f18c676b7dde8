/**
 * Whether what the log holds is what was written: every hash is computed again, and every stream is looked at whole.
 *
 * <p>Nothing that the database computes is believed, only what it stores. Not welcome here: Spring, and anything that
 * knows what an order is.
 */
@org.jspecify.annotations.NullMarked
package orderstore.eventlog.verification;
