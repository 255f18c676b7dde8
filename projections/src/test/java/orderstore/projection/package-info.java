/** Tests of read models on a real log. */
@org.jspecify.annotations.NullMarked
package orderstore.projection;
