package orderstore.benchmark.http;

/** The requests of one connection, one after another. */
interface Requests {

    /** The next one, as it goes over the wire; the array is used again for the one after. */
    byte[] next();

    /** How each must be answered. */
    int expectedStatus();
}
