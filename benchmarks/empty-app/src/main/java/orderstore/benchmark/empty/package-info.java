/**
 * A web application as Spring Boot makes it of one class.
 *
 * <p>Not welcome here: anything that it could do.
 */
@org.jspecify.annotations.NullMarked
package orderstore.benchmark.empty;
