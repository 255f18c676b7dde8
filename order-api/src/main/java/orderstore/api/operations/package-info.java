/**
 * What is done later than it was asked for: a queue in the database that all nodes work off, and what came of it.
 *
 * <p>Not welcome here: what is done. Each kind of work is the business of the feature that it belongs to.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.operations;
