/**
 * The log for those who follow it: every change of every order, in the one total order of the store.
 *
 * <p>Not welcome here: anything that changes an order.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.feed;
