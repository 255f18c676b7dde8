/**
 * From the command line to a running product, or to one sentence that says why not.
 *
 * <p>Not welcome here: anything that runs after the start.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.launch;
