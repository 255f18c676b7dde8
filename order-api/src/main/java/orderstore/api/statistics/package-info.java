/**
 * The statistics, as clients and metrics read them.
 *
 * <p>Not welcome here: how they are made.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.statistics;
