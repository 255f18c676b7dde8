/**
 * How much one client may ask for, so that something is left for the others.
 *
 * <p>Not welcome here: limits of what is asked, such as the length of a body; features know those themselves.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.limits;
