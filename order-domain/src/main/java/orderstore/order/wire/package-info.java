/**
 * Orders as text: the eternal wire shape of events and the shape of what is kept beside them.
 *
 * <p>Not welcome here: rules. What was once written must stay readable.
 */
@org.jspecify.annotations.NullMarked
package orderstore.order.wire;
