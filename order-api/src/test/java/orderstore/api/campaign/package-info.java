/**
 * Read models under everything that may happen to nodes at once, on real processes; see docs/developing.md.
 *
 * <p>Not welcome here: what can be tested by itself.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.campaign;
