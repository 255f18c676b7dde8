/**
 * The status model: which statuses there are and what may follow what. Data, checked as a whole.
 *
 * <p>Not welcome here: orders and their history.
 */
@org.jspecify.annotations.NullMarked
package orderstore.order.model;
