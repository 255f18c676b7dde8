/**
 * A PostgreSQL of one's own below a data folder, for the start without a database of the user's.
 *
 * <p>The binaries come from a jar that only {@code ./orderstore} puts on the class path. Not welcome
 * here: Spring, and anything that knows what the database is used for.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.launch.embedded;
