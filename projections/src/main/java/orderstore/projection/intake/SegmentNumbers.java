package orderstore.projection.intake;

import java.util.Objects;
import orderstore.projection.Generation;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The segments that a generation has, by which it is told which of them an order belongs to. */
public final class SegmentNumbers {
    private SegmentNumbers() {}

    /** All of a generation, ascending; none if it does not go along with the log. */
    public static int[] of(JdbcClient database, Generation generation) {
        return database
                .sql("""
                        select segment
                        from projection_segment
                        where projection = ?
                          and generation = ?
                        order by segment
                        """)
                .param(generation.projection())
                .param(generation.number())
                .query(Integer.class)
                .list()
                .stream()
                .mapToInt(Objects::requireNonNull)
                .toArray();
    }
}
