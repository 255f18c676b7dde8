/**
 * Many requests that the contract allows, nearly allows or never foresaw, against a product that runs.
 *
 * <p>Not welcome here: requests that were found to break something; each is a test of its own where it belongs.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.fuzz;
