/**
 * The append-only event log on PostgreSQL, seen by Axon as an event storage engine.
 *
 * <p>Knows events as wire names and text, never an order. Each statement lives in the class that runs
 * it. Not welcome here: Spring, and anything that knows what an order is.
 */
@org.jspecify.annotations.NullMarked
package orderstore.eventlog;
