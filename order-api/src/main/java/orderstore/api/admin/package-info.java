/**
 * What operators do by HTTP.
 *
 * <p>Not welcome here: the work itself; it lives with what it works on.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.admin;
