/**
 * What the README shows, by clients that were generated from the contract.
 *
 * <p>Not welcome here: anything of the product but its jar.
 */
@org.jspecify.annotations.NullMarked
package orderstore.clients;
