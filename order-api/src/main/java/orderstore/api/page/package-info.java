/**
 * How lists are asked for and answered: query parameters read strictly, keyset pages, opaque cursors.
 *
 * <p>Not welcome here: what is in the lists.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.page;
