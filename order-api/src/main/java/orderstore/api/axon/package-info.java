/**
 * Puts Axon's auto-configuration into the order that it needs on this version of Spring Boot.
 *
 * <p>Not welcome here: beans.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.axon;
