/**
 * Read models that follow the log, one package each. They can be thrown away and rebuilt.
 *
 * <p>Not welcome here: writing events, HTTP.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection;
