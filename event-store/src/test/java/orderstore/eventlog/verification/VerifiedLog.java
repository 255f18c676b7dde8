package orderstore.eventlog.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import orderstore.testing.AgedLog;
import orderstore.testing.TestDatabase;

/** A log of some months, somebody who may do everything to it, and its verification. */
final class VerifiedLog implements AutoCloseable {

    final TestDatabase database = TestDatabase.migrated();
    final HikariDataSource application = database.application(8);
    final HikariDataSource retention = database.retention(4);
    final AgedLog aged = new AgedLog(database);
    final LogVerification verification = new LogVerification(application, LastStatus::check, 2);
    final Instant start = Instant.now()
            .atOffset(ZoneOffset.UTC)
            .minusMonths(6)
            .withDayOfMonth(1)
            .toInstant();

    /** So many changes of an order, one a day. */
    void order(String order, int day, int changes) {
        for (int i = 0; i < changes; i++) {
            aged.add(order, start.plus(Duration.ofDays(day + i)), "c-" + (i + 1), i == 0 ? "PLACED" : "CONFIRMED");
        }
    }

    /** What nobody but a superuser can do: the log itself refuses. */
    void forge(String sql) {
        database.execute("""
            do $$
            declare
              partition text;
            begin
              for partition in select inhrelid::regclass from pg_inherits where inhparent = 'order_event'::regclass loop
                execute format('alter table %%s disable trigger all', partition);
              end loop;
            end
            $$;
            alter table order_event disable trigger all;
            %s
            """.formatted(sql));
    }

    /** Remembers what there is. */
    void keep() {
        database.execute("create table kept_event as table order_event; create table kept_head as table order_head");
    }

    /** Puts back what was kept. */
    void undo() {
        forge("""
            delete from order_event;
            insert into order_event select * from kept_event;
            delete from order_head;
            insert into order_head select * from kept_head
            """);
    }

    Verified all() {
        try {
            return verification.all(null, LogVerification.Progress.NONE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is broken, as {@code order version}. */
    List<String> broken() {
        return all().broken().stream()
                .map(one -> one.stream() + " " + one.version())
                .toList();
    }

    @Override
    public void close() {
        application.close();
        retention.close();
        database.close();
    }
}
