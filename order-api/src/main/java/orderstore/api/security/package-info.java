/**
 * Who is asking, by bearer key or by a token in its place, and what each role may do.
 *
 * <p>Not welcome here: rules that need more than the method and the path; features check those themselves with
 * {@link orderstore.api.security.Role#isHeldBy}.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.security;
