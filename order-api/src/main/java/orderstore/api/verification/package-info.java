/**
 * The verification of the log for operators, over HTTP.
 *
 * <p>Not welcome here: what makes a change one that is as it was written.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.verification;
