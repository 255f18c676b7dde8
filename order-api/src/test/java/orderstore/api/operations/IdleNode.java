package orderstore.api.operations;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A node that does nothing of what is queued until a test lets it. */
abstract class IdleNode extends OperationClient {

    @Autowired
    OperationWorker worker;

    @BeforeEach
    void stop() {
        worker.stop();
        database().execute("update operation set ended_at = clock_timestamp() where ended_at is null");
    }

    @AfterEach
    void start() {
        worker.start();
    }
}
