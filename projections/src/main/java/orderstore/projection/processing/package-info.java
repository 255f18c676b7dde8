/**
 * Keeps read models up to date with the log, on any number of nodes: Axon's pooled streaming processors share the
 * segments of a generation; rows and place in the log are written in one transaction.
 *
 * <p>Not welcome here: what a read model is about.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.processing;
