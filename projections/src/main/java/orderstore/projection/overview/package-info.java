/**
 * One row an order: what it is now, to search by.
 *
 * <p>Not welcome here: HTTP.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.overview;
