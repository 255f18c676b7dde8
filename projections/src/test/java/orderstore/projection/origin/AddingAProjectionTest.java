package orderstore.projection.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;
import orderstore.projection.LogFixture;
import orderstore.projection.processing.ProcessingLimits;
import orderstore.projection.processing.ProcessingObserver;
import orderstore.projection.processing.Projections;
import orderstore.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The example of docs/adding-a-projection.md works, and is what the document shows. */
class AddingAProjectionTest {

    private static final String LAYOUT = "layout.sql";
    private static final String CODE = "src/test/java/orderstore/projection/origin/Origins.java";
    private static final Path DOCUMENT = Path.of("../docs/adding-a-projection.md");

    @Test
    void the_example_tells_where_orders_come_from() throws IOException {
        try (var log = new LogFixture()) {
            log.database.execute(layout());
            try (var node = node(log)) {
                append(log, "o-1", 1, "shop");
                append(log, "o-1", 2, "warehouse");
                append(log, "o-2", 1, "shop");
                append(log, "o-3", 1, null);
                long last = append(log, "o-3", 2, "shop");
                Await.until("all is in", () -> node.standings().getFirst().position() >= last);

                assertThat(log.sql.sql("""
                                        select coalesce(source, 'unknown') || ' ' || count(*)
                                        from order_origin
                                        group by source
                                        order by source
                                        """).query(String.class).list()).containsExactly("shop 2", "unknown 1");
            }
        }
    }

    @Test
    void the_document_shows_what_is_compiled_and_run() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(document).contains("```java\n" + Files.readString(Path.of(CODE)) + "```\n");
        assertThat(document).contains("```sql\n" + layout() + "```\n");
    }

    private static String layout() throws IOException {
        try (var sql = Objects.requireNonNull(AddingAProjectionTest.class.getResourceAsStream(LAYOUT))) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Projections node(LogFixture log) {
        var node = new Projections(
                List.of(new Origins()),
                log,
                log.advances,
                log.connections,
                log.connections,
                ProcessingLimits.DEFAULT,
                "node",
                ProcessingObserver.NONE);
        node.prepare();
        node.align();
        return node;
    }

    private static long append(LogFixture log, String order, int version, @Nullable String source) {
        return log.append(
                order,
                new StatusChanged(
                        new Claim(
                                new ChangeId("c-" + version),
                                Kind.REPORT,
                                new Status("PLACED"),
                                null,
                                source,
                                null,
                                Map.of(),
                                null),
                        null));
    }
}
