package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import orderstore.projection.Generation;
import orderstore.projection.Histories;
import orderstore.projection.LogFixture;
import orderstore.projection.Projection;
import orderstore.projection.processing.Generations;
import orderstore.projection.statistics.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Counters are rows of many orders: whoever fills them holds up everybody else who does. */
class FillingCountersTest {

    private final LogFixture log = new LogFixture();
    private final Projection statistics = new Statistics(log);
    private final RebuildRegister register = new RebuildRegister(log.sql);
    private final Filling filling = new Filling(log, log.connections);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(log.connections));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_range_is_left_alone_while_another_is_filled() throws Exception {
        Rebuild rebuild = planned();

        transaction.executeWithoutResult(status -> {
            assertThat(fillOne(rebuild)).isTrue();
            assertThat(CompletableFuture.supplyAsync(() -> fillOne(rebuild))
                            .completeOnTimeout(true, 10, TimeUnit.SECONDS)
                            .join())
                    .as("another takes a range meanwhile, or waits for one")
                    .isFalse();
        });

        assertThat(CompletableFuture.supplyAsync(() -> fillOne(rebuild)).get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    private boolean fillOne(Rebuild rebuild) {
        return filling.fillOne(rebuild, statistics, new Throttle(log, 0));
    }

    private Rebuild planned() {
        var histories = new Histories(new SplittableRandom(5));
        for (int i = 0; i < 400; i++) {
            String order = "o-" + i % 100;
            log.append(order, histories.next(order, Instant.now()));
        }
        log.owner.sql("insert into projection (name) values ('statistics')").update();
        Generation made = new Generations(log.sql).make(statistics);
        long id = register.add(made, null, false, "ann");
        register.planned(register.find(id).orElseThrow(), log.lastPosition(), log.ranges(50));
        return register.find(id).orElseThrow();
    }
}
