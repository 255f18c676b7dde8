package orderstore.benchmark.purge;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import orderstore.benchmark.Step;
import orderstore.benchmark.projection.Models;
import orderstore.eventlog.retention.Derivations;
import orderstore.eventlog.retention.Purge;
import orderstore.eventlog.retention.PurgeRefusedException;
import orderstore.eventlog.retention.RetentionPlan;
import orderstore.eventlog.retention.RetentionPlans;
import orderstore.eventlog.retention.RetentionReceipt;
import orderstore.eventlog.retention.RetentionRule;
import orderstore.projection.retention.ForgottenOrders;

/**
 * The product's purge of the old month, while others append and read.
 *
 * @param name of the figures
 * @param settled the statuses whose orders go
 */
record ByProduct(Copies copies, String name, List<String> settled) implements Step {

    private static final Duration BEFORE = Duration.ofSeconds(2);

    @Override
    public Map<String, Double> measure(Duration time) throws Exception {
        String url = copies.next();
        var figures = new LinkedHashMap<String, Double>();
        try (HikariDataSource retention = retention(url);
                Models models = Models.on(url);
                Others others = new Others(url)) {
            var plans = new RetentionPlans(retention);
            var purge = new Purge(retention, new Forgotten(new ForgottenOrders(models.all())));
            long planned = System.nanoTime();
            RetentionPlan plan = plans.make(new RetentionRule(Duration.ofDays(400), null, settled), "benchmark");
            figures.put(name + "_plan_seconds", (System.nanoTime() - planned) / 1e9);
            others.begin();
            Thread.sleep(BEFORE);
            Others.Waits usual = others.end();
            others.begin();
            long began = System.nanoTime();
            RetentionReceipt receipt = purge.execute(plan.id(), "benchmark", false);
            figures.put(name + "_seconds", (System.nanoTime() - began) / 1e9);
            Others.Waits waits = others.end();
            check(receipt, plan);
            figures.put(name + "_longest_append_ms", waits.appends());
            figures.put(name + "_longest_read_ms", waits.reads());
            figures.put("before_" + name + "_longest_append_ms", usual.appends());
            figures.put("before_" + name + "_longest_read_ms", usual.reads());
        }
        copies.drop();
        return figures;
    }

    private static void check(RetentionReceipt receipt, RetentionPlan plan) {
        long gone = receipt.parts().stream()
                .mapToLong(RetentionReceipt.Part::events)
                .sum();
        if (gone == 0 || gone != plan.events()) {
            throw new IllegalStateException("Of %d changes %d went".formatted(plan.events(), gone));
        }
    }

    /** As the product connects. */
    private static HikariDataSource retention(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(3);
        config.setConnectionInitSql("set role orderstore_retention; set lock_timeout = '5s'");
        return new HikariDataSource(config);
    }

    /** As the product binds the two. */
    private record Forgotten(ForgottenOrders orders) implements Derivations {

        @Override
        public List<String> behind(DataSource transaction, Instant cutoff) {
            return orders.behind(transaction, cutoff);
        }

        @Override
        public void exclude(DataSource transaction) {
            orders.exclude(transaction).ifPresent(made -> {
                throw new PurgeRefusedException(PurgeRefusedException.Reason.BEING_READ, made);
            });
        }

        @Override
        public void forget(DataSource transaction) {
            orders.forget(transaction);
        }

        @Override
        public void settle(DataSource transaction) {
            orders.settle(transaction);
        }
    }
}
