/**
 * Reads what clients send as JSON, strictly, and finds all of its errors at once.
 *
 * <p>Not welcome here: data binding by reflection, and what any member means to a feature.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.json;
