/**
 * Changes that were refused, kept for a while so that it can be told why an order did not change.
 *
 * <p>Not welcome here: anything that an append has to wait for.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.attempt;
