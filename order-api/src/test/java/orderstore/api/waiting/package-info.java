/**
 * Requests that wait, as their clients see it.
 *
 * <p>Not welcome here: what is waited for, which features test themselves.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.waiting;
