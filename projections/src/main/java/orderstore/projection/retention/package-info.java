/**
 * How read models forget orders that leave the log.
 *
 * <p>Not welcome here: which orders leave, and when.
 */
@org.jspecify.annotations.NullMarked
package orderstore.projection.retention;
