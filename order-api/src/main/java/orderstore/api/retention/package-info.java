/**
 * Retention for operators: its settings, plans, executions, receipts and holds over HTTP, and its daily run.
 *
 * <p>Not welcome here: how orders leave the log, and how read models forget them.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.retention;
