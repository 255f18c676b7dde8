package orderstore.benchmark;

/** One benchmark: measures on a fresh server and fills a report. */
@FunctionalInterface
interface Measurement {
    void run(Server server, Rounds rounds, Report report) throws Exception;
}
