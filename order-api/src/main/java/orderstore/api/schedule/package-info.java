/**
 * What a node does again and again, beside what it is asked for.
 *
 * <p>Not welcome here: what it is that is done; features know that themselves.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.schedule;
