/**
 * The contract of this product with its clients: the OpenAPI document, written by hand, and a page that shows it.
 *
 * <p>Not welcome here: anything that makes the document from code. What the code does is held to it by tests.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.openapi;
