/**
 * Makes a read model anew beside the one that readers see, compares the two, and switches from one to the other.
 *
 * <p>Not welcome here: what a read model is about.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.rebuild;
