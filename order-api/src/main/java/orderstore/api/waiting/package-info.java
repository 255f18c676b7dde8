/**
 * Requests that wait until something happens, without the memory of a request under way.
 *
 * <p>Not welcome here: what it is that they wait for; features know that themselves.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.waiting;
