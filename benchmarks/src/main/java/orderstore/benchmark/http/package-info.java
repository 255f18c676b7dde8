/**
 * A light HTTP/1.1 client that loads the product from a process of its own, and appending through it.
 *
 * <p>Not welcome here: an HTTP library. What the client spends, the product beside it does not have.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.http;
