/**
 * Refusals and failures as RFC 9457 problems, whoever noticed them: a feature, Spring, or Tomcat itself.
 *
 * <p>Not welcome here: what a feature refuses and why; it says so in a {@link orderstore.api.problem.Problem}.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.problem;
