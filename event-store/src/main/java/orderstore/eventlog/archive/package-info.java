/**
 * Files of streams that left the log: how they are written, and how one finds out whether such a file is sound.
 *
 * <p>Knows streams, events and bytes; what a line looks like comes from outside. Not welcome here: SQL, Spring, and
 * anything that knows what an order is.
 */
@org.jspecify.annotations.NullMarked
package orderstore.eventlog.archive;
