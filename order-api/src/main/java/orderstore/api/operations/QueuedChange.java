package orderstore.api.operations;

/**
 * A change that is to be appended later, by its ids and as it was sent.
 *
 * @param expected what is expected of the order's version, as its feature writes it
 * @param request the body
 */
@SuppressWarnings("ArrayRecordComponent") // They are not compared.
public record QueuedChange(String orderId, String changeId, String expected, byte[] request) {}
