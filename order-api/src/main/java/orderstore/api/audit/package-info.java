/**
 * What operators do and try, written down before it is done and again when it is answered, for those who ask later.
 *
 * <p>Not welcome here: what operators may do.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.audit;
