/**
 * The status model in force: loaded and checked at start, shown to whoever asks.
 *
 * <p>Not welcome here: what the model means; that is the decider's.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.model;
