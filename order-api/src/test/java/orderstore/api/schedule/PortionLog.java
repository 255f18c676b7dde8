package orderstore.api.schedule;

import java.util.List;
import orderstore.testing.TestDatabase;

/** How many rows of a table were deleted by each statement, as the database tells. */
public final class PortionLog {

    private final TestDatabase database;

    public PortionLog(TestDatabase database, String table) {
        this.database = database;
        database.execute("""
                create table portion (rows integer not null, transaction xid8 not null);
                create function note_portion() returns trigger language plpgsql security definer as $$
                begin
                  insert into portion select count(*), pg_current_xact_id() from gone;
                  return null;
                end
                $$;
                create trigger portion after delete on %s
                referencing old table as gone
                for each statement execute function note_portion()
                """.formatted(table));
    }

    /** Of each transaction, the largest first. */
    public List<String> sizes() {
        return database.rows("select sum(rows) from portion group by transaction order by 1 desc");
    }
}
