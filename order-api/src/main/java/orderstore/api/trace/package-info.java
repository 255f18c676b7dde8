/**
 * Which trace a request belongs to, by W3C Trace Context.
 *
 * <p>Not welcome here: spans and exporters.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.trace;
