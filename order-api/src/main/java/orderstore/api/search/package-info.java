/**
 * Orders by what they are now, from the overview, which follows the log.
 *
 * <p>Not welcome here: how the overview is kept up to date, and how it is searched.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.search;
