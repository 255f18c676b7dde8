/**
 * How long it takes until a month of orders is out of the log and of the read models, and who waits meanwhile; beside
 * a plain {@code DELETE} and {@code VACUUM} of the same.
 *
 * <p>Not welcome here: HTTP, and archives.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.purge;
