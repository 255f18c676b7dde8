/**
 * Many changes in one request, streamed both ways.
 *
 * <p>Not welcome here: anything that keeps more than a few batches of them in memory.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.bulk;
