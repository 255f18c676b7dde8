/**
 * The statistics: how many orders are in each status and how long they stayed, and how many changes there were.
 *
 * <p>Not welcome here: which orders those are, and what the status model says of them.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.statistics;
