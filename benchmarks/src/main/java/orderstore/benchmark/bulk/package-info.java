/**
 * Uploading many changes of many orders in one request, beside COPY of the rows that they become.
 *
 * <p>Not welcome here: single changes.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.bulk;
