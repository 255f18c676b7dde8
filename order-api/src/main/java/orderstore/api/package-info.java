/**
 * The application: it wires the log, the decider and HTTP together, one package a feature below.
 *
 * <p>Not welcome here: rules about orders; they live in {@code orderstore.order}.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api;
