/**
 * What a client would prefer, by RFC 7240.
 *
 * <p>Not welcome here: refusals. A preference that cannot be understood is passed over.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.prefer;
