/**
 * What a read model is: how it folds the changes of the log, and what it asks of the log.
 *
 * <p>Each read model has a package of its own below; {@code processing} keeps them up to date, {@code rebuild} makes
 * them anew. Not welcome here: HTTP, the rules of an order, and how the log is stored.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection;
