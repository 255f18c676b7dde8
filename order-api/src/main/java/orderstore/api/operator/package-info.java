/**
 * The command line of operators, which talks to a running product by HTTP, and reads archives without one.
 *
 * <p>Not welcome here: Spring, and whatever runs in the product itself.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.operator;
