package orderstore.projection.processing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import orderstore.projection.Generation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A generation that is held, as one is while it is compared, holds up no other. */
class HoldingAGenerationTest {

    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void what_readers_see_goes_along_with_the_log_meanwhile() throws SQLException {
        Projections node = nodes.start();
        follow(2);
        node.align();
        Nodes.awaitPosition(node, nodes.append("o-1", 1, "PLACED"));

        try (Connection comparing = nodes.log.connections.getConnection()) {
            comparing.setAutoCommit(false);
            comparing.createStatement().execute("select from projection_segment where generation = 2 for update");
            for (int version = 2; version <= 20; version++) {
                Nodes.awaitPosition(node, nodes.append("o-1", version, "SHIPPED"));
            }
            comparing.rollback();
        }
    }

    @Test
    void what_readers_see_since_a_switch_does_so_too() throws SQLException {
        Projections node = nodes.start();
        Generation second = follow(2);
        node.align();
        Nodes.awaitPosition(node, nodes.append("o-1", 1, "PLACED"));
        inTransaction(generations -> generations.show(Nodes.OVERVIEW, second));
        follow(2);
        node.align();
        Nodes.awaitPosition(node, nodes.append("o-1", 2, "SHIPPED"));

        try (Connection comparing = nodes.log.connections.getConnection()) {
            comparing.setAutoCommit(false);
            comparing.createStatement().execute("select from projection_segment where generation = 3 for update");
            for (int version = 3; version <= 20; version++) {
                Nodes.awaitPosition(node, nodes.append("o-1", version, "SHIPPED"));
            }
            comparing.rollback();
        }
    }

    /** As a rebuild does. */
    private Generation follow(int segments) {
        var made = new AtomicReference<Generation>();
        inTransaction(generations -> {
            Generation beside = generations.make(Nodes.OVERVIEW);
            generations.index(Nodes.OVERVIEW, beside);
            generations.follow(beside, 0, segments);
            made.set(beside);
        });
        return made.get();
    }

    private void inTransaction(Consumer<Generations> work) {
        new TransactionTemplate(new JdbcTransactionManager(nodes.log.connections))
                .executeWithoutResult(status -> work.accept(new Generations(nodes.log.sql)));
    }
}
