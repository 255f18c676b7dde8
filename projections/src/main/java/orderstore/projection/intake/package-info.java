/**
 * Takes changes into a generation, and parks those that it cannot take in, with what follows them, until an operator
 * retries or skips them.
 *
 * <p>Not welcome here: which node does so, and when.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.intake;
