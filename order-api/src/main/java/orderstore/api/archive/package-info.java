/**
 * Changes that left the log: as lines of an archive, and on their way into another store.
 *
 * <p>Not welcome here: when and why they leave.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.archive;
