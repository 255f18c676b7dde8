/**
 * JSON Web Tokens (RFC 7519) of an issuer beside keys of one's own, for those who switch them on.
 *
 * <p>Not welcome here: what a role may do, and how somebody gets a token; nobody logs in here.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.security.jwt;
