package orderstore.api.operations;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import orderstore.api.prefer.Preferences;
import orderstore.api.problem.Problem;
import orderstore.api.problem.ProblemException;
import orderstore.api.schedule.Portions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes what is to be done later. What it has taken is in the database, and will be done. */
@Component
public class Operations {

    private static final Logger LOGGER = LoggerFactory.getLogger(Operations.class);
    private static final int PART = 1 << 20;
    private static final int OPERATIONS_REMOVED = 10_000;
    private static final int PARTS_REMOVED = 100; // Each is as much work as hundreds of rows.
    private static final String RETRY_AFTER = "1";

    private final OperationIntake intake;
    private final OperationParts parts;
    private final OperationRegister register;
    private final OperationWorker worker;
    private final Portions portions;
    private final OperationSettings settings;

    Operations(
            OperationIntake intake,
            OperationParts parts,
            OperationRegister register,
            OperationWorker worker,
            Portions portions,
            OperationSettings settings) {
        this.intake = intake;
        this.parts = parts;
        this.register = register;
        this.worker = worker;
        this.portions = portions;
        this.settings = settings;
    }

    /**
     * Takes a change that is valid by itself.
     *
     * @return the operation
     * @throws orderstore.eventlog.LogUnavailableException if too many wait; it was not taken
     */
    public UUID accept(Origin origin, QueuedChange change) {
        UUID id = UUID.randomUUID();
        intake.add(id, origin, change);
        worker.wake();
        return id;
    }

    /**
     * Takes an upload, when all of it has arrived.
     *
     * @param announced how long it is said to be; negative: it is not said
     * @return the operation
     * @throws ProblemException {@code payload-too-large} if it is longer than may be kept
     * @throws orderstore.eventlog.LogUnavailableException if too many wait; it was not taken
     */
    public UUID accept(Origin origin, InputStream body, long announced) throws IOException {
        checkSize(announced);
        intake.checkRoom(Math.max(0, announced));
        UUID id = UUID.randomUUID();
        boolean accepted = false;
        try {
            long size = 0;
            int number = 0;
            byte[] part = body.readNBytes(PART);
            while (part.length > 0) {
                size += part.length;
                checkSize(size);
                parts.add(id, number, part);
                number++;
                part = body.readNBytes(PART);
            }
            intake.add(id, origin, size, number);
            accepted = true;
        } finally {
            if (!accepted) {
                removeParts(id);
            }
        }
        worker.wake();
        return id;
    }

    private void checkSize(long size) {
        long most = settings.maxUpload().toBytes();
        if (size > most) {
            throw new Problem(
                            "payload-too-large",
                            "The body is too large",
                            HttpStatus.CONTENT_TOO_LARGE,
                            "The upload is longer than " + most
                                    + " bytes, which is the limit of one that is done later."
                                    + " Send it in parts, or without Prefer: respond-async.",
                            Map.of("maxBytes", most))
                    .exception();
        }
    }

    private void removeParts(UUID id) {
        try {
            parts.remove(id);
        } catch (DataAccessException | TransactionException e) {
            LOGGER.debug("Parts of an upload that broke off are removed later", e);
        }
    }

    /** That it was accepted, and where to ask what became of it. */
    public static HttpHeaders accepted(UUID operation) {
        var headers = new HttpHeaders();
        headers.setLocation(URI.create("/v1/operations/" + operation));
        headers.set(Preferences.APPLIED, Preferences.RESPOND_ASYNC);
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        return headers;
    }

    /** The body of that answer. */
    public static Object queued(UUID operation) {
        return OperationView.queued(operation);
    }

    /** The whole answer. */
    public static ResponseEntity<Object> answer(UUID operation) {
        return ResponseEntity.accepted().headers(accepted(operation)).body(queued(operation));
    }

    @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        try {
            portions.remove(OPERATIONS_REMOVED, () -> register.removeAfter(settings.kept(), OPERATIONS_REMOVED));
            portions.remove(PARTS_REMOVED, () -> parts.removeLeftOver(PARTS_REMOVED));
        } catch (DataAccessException | TransactionException e) {
            LOGGER.warn("Old operations could not be removed: {}", e.toString());
        }
    }
}
