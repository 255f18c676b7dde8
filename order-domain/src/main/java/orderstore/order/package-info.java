/**
 * What an order is: its events, the commands, the status model and the one decider over them.
 *
 * <p>Pure: the same input gives the same answer. Not welcome here: a clock, I/O, Spring, JDBC. Axon
 * appears in the aggregate, its command and the serializer alone.
 */
@org.jspecify.annotations.NullMarked
package orderstore.order;
