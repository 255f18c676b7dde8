/** The example of docs/adding-a-projection.md: where orders come from. */
@org.jspecify.annotations.NullMarked
package orderstore.projection.origin;
