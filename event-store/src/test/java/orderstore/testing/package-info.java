/** What every test that needs a database builds on. */
@org.jspecify.annotations.NullMarked
package orderstore.testing;
