package orderstore.projection.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orderstore.projection.Generation;
import org.axonframework.eventhandling.Segment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The parked changes of one order in the generation that readers see, within the caller's transaction. */
final class ParkedOrder {

    private final JdbcClient database;
    private final Generation generation;
    private final int rules;
    private final String orderId;

    private ParkedOrder(JdbcClient database, Generation generation, int rules, String orderId) {
        this.database = database;
        this.generation = generation;
        this.rules = rules;
        this.orderId = orderId;
    }

    /** A parked change of it. */
    record Letter(long id, int version) {}

    /** The order of a parked change; empty if there is none of that id. */
    static Optional<ParkedOrder> of(JdbcClient database, long letter) {
        return database.sql("""
                        select d.projection, d.generation, g.version, d.order_id
                        from projection_dead_letter d
                        join projection p on p.name = d.projection and p.live = d.generation
                        join projection_generation g on g.projection = d.projection and g.generation = d.generation
                        where d.id = ?
                        """)
                .param(letter)
                .query((row, number) -> new ParkedOrder(
                        database, new Generation(row.getString(1), row.getInt(2)), row.getInt(3), row.getString(4)))
                .optional();
    }

    Generation generation() {
        return generation;
    }

    /** The version of the code's rules that the generation was made by. */
    int rules() {
        return rules;
    }

    String orderId() {
        return orderId;
    }

    /** Keeps processors and other operators from this order until the transaction ends. */
    void lock() {
        database.sql("""
                        select segment
                        from projection_segment
                        where projection = ?
                          and generation = ?
                          and segment = ?
                        for update
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(segment())
                .query()
                .listOfRows();
    }

    private int segment() {
        return Arrays.stream(Segment.computeSegments(SegmentNumbers.of(database, generation)))
                .filter(segment -> segment.matches(orderId.hashCode()))
                .findFirst()
                .orElseThrow()
                .getSegmentId();
    }

    /** In the order of versions. */
    List<Letter> letters() {
        return database.sql("""
                        select id, version
                        from projection_dead_letter
                        where projection = ?
                          and generation = ?
                          and order_id = ?
                        order by version
                        """)
                .param(generation.projection())
                .param(generation.number())
                .param(orderId)
                .query((row, number) -> new Letter(row.getLong(1), row.getInt(2)))
                .list();
    }

    void skip(Letter letter, String operator, String reason) {
        new SkippedChanges(database, generation).skip(letter.id(), segment(), operator, reason);
    }

    void remove(List<Letter> letters) {
        database.sql("delete from projection_dead_letter where id = any (?)")
                .param(letters.stream().map(Letter::id).toArray(Long[]::new))
                .update();
    }

    void failed(Letter letter, String failure) {
        database.sql("""
                        update projection_dead_letter set
                          failure = ?,
                          attempts = attempts + 1
                        where id = ?
                        """).param(failure).param(letter.id()).update();
    }
}
