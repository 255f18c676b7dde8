package orderstore.eventlog;

import java.sql.SQLException;
import org.slf4j.Logger;

/** What goes wrong in a thread that must go on nevertheless, since nobody would see that it has ended. */
final class Disturbance {

    private Disturbance() {}

    /** Tells of an outage in a line, and of what nobody has thought of all that is known. */
    static void tell(Logger logger, String what, Throwable e) {
        if (e instanceof SQLException
                || e instanceof LogUnavailableException
                || e instanceof AppendOutcomeUnknownException) {
            logger.warn("{}: {}", what, e.toString());
        } else {
            logger.error(what, e);
        }
    }
}
