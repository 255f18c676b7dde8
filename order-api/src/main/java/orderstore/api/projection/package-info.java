/**
 * Read models as operators see them: what runs, how far it is, and what they can do about it.
 *
 * <p>Not welcome here: what a read model is about, and who reads it.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.projection;
