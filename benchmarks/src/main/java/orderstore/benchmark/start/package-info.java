/**
 * How soon the product is ready and what memory it takes, beside an empty application.
 *
 * <p>Not welcome here: rates.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.start;
