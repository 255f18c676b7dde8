package orderstore.benchmark.append;

import orderstore.benchmark.Caller;
import orderstore.benchmark.Contender;

/** Appends changes of orders, each caller those of one order after another. */
public interface Commands extends Contender {

    /** One more caller, to be used by one thread, of which somebody hears what it has appended. */
    Caller newCaller(Answered answered);

    /** Is told, by the caller's thread, as soon as it has its answer. */
    interface Answered {
        void appended(String orderId, int version);
    }
}
