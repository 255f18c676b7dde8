/**
 * Read models: how fast one is made anew, and how soon it shows what was appended.
 *
 * <p>Not welcome here: HTTP.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.projection;
