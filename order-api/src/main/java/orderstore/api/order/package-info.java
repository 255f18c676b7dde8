/**
 * An order over HTTP: appending a change, the current status, the history.
 *
 * <p>Not welcome here: rules about what an order may become; SQL.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.order;
