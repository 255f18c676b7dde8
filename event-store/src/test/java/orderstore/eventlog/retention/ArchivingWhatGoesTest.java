package orderstore.eventlog.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import orderstore.eventlog.LogReader;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveFolder;
import orderstore.eventlog.archive.ArchiveLines;
import orderstore.eventlog.archive.ArchiveReader;
import orderstore.eventlog.archive.PlainLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes is in a file before it goes; without the file nothing goes. */
class ArchivingWhatGoesTest {

    @TempDir
    Path temporary;

    private final RetentionFixture log = new RetentionFixture();

    @AfterEach
    void close() {
        log.close();
    }

    private Path folder() {
        return temporary.resolve("archives");
    }

    private Purge archiving(ArchiveLines lines, Derivations derivations) {
        return new Purge(log.retention, derivations, new ArchiveFolder(folder(), lines));
    }

    /** Lines for a disk that is full when some stream is to be written. */
    private static ArchiveLines full(Predicate<String> at) {
        return new PlainLines() {
            @Override
            public void write(List<StoredEvent> stream, String hash, OutputStream out) throws IOException {
                if (at.test(stream.getFirst().stream())) {
                    throw new IOException("No space left on device");
                }
                super.write(stream, hash, out);
            }
        };
    }

    private RetentionPlan plan() {
        return log.plans.make(RetentionFixture.RULE, "x");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        }
    }

    private static List<String> events(Path file) throws Exception {
        var events = new ArrayList<String>();
        var reader = new ArchiveReader(file, new PlainLines());
        reader.verify();
        reader.read((line, read) -> events.add(PlainLines.line(read.event())));
        return events;
    }

    private List<String> stored(String condition) {
        return new LogReader(log.application)
                .after(0, 1_000).stream()
                        .filter(event -> event.stream().matches(condition))
                        .sorted((a, b) -> a.stream().equals(b.stream())
                                ? Integer.compare(a.version(), b.version())
                                : a.stream().compareTo(b.stream()))
                        .map(PlainLines::line)
                        .toList();
    }

    @Test
    void the_file_of_a_month_has_exactly_what_went() throws Exception {
        Files.createDirectories(folder());
        log.order("goes-2", 0, "PLACED", "CONFIRMED", "DELIVERED");
        log.order("stays", 0, "PLACED", "CONFIRMED");
        log.order("goes-1", 1, "PLACED", "CLOSED");
        log.order("late-goes", 40, "PLACED", "CLOSED");
        List<String> going = stored("goes-.");

        RetentionReceipt receipt = archiving(new PlainLines(), Derivations.NONE).execute(plan().id(), "x", false);

        assertThat(receipt.parts()).hasSize(2);
        RetentionReceipt.Part first = receipt.parts().getFirst();
        Path file = folder().resolve(Objects.requireNonNull(first.archive()));
        assertThat(events(file)).isEqualTo(going);
        assertThat(first.archiveSha256()).isEqualTo(sha256(file));
        assertThat(files()).hasSize(2);
        assertThat(new ArchiveReader(file, new PlainLines()).verify().manifest().part())
                .satisfies(part -> {
                    assertThat(part.digest()).isEqualTo(first.digest());
                    assertThat(part.receipt()).isEqualTo(receipt.id());
                    assertThat(part.planDigest()).isEqualTo(receipt.planDigest());
                    assertThat(part.cutoff()).isEqualTo(receipt.cutoff());
                });
        assertThat(stored(".*")).isEqualTo(stored("stays")).hasSize(2);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void without_a_folder_to_write_in_nothing_goes() throws Exception {
        Files.writeString(folder(), "no folder");
        log.order("goes", 0, "PLACED", "DELIVERED");
        List<String> before = everything();

        RetentionReceipt receipt = archiving(new PlainLines(), Derivations.NONE).execute(plan().id(), "x", false);

        assertThat(receipt.stopped()).contains("was not archived", "orders-");
        assertThat(receipt.parts()).isEmpty();
        assertThat(everything()).isEqualTo(before);
    }

    private List<String> everything() {
        return Stream.of(log.events(), log.heads(), log.query("select f::text from order_log_floor f"))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void when_the_disk_is_full_nothing_of_the_month_goes_and_no_file_is_left() throws Exception {
        Files.createDirectories(folder());
        log.order("goes-1", 0, "PLACED", "DELIVERED");
        log.order("goes-2", 0, "PLACED", "DELIVERED");
        log.order("goes-3", 40, "PLACED", "DELIVERED");
        var written = new AtomicInteger();

        RetentionReceipt receipt = archiving(full(stream -> written.incrementAndGet() == 2), Derivations.NONE)
                .execute(plan().id(), "x", false);

        assertThat(receipt.stopped()).contains("No space left on device");
        assertThat(receipt.parts()).as("the other month").hasSize(1);
        assertThat(files()).hasSize(1);
        assertThat(stored(".*")).hasSize(4).isEqualTo(stored("goes-[12]"));
    }

    @Test
    void a_disk_that_is_full_long_before_all_is_read_stops_but_that_month() throws Exception {
        Files.createDirectories(folder());
        String large = "{\"reason\":\"" + "x".repeat(1_000_000) + "\"}";
        for (int i = 10; i < 50; i++) { // More than is on its way between the server and here.
            log.aged.add("large-" + i, log.day(0), "order.status-changed.v1", large, "{\"status\":\"DELIVERED\"}");
        }
        log.order("goes", 40, "PLACED", "DELIVERED");

        RetentionReceipt receipt = archiving(full(stream -> stream.startsWith("large")), Derivations.NONE)
                .execute(plan().id(), "x", false);

        assertThat(receipt.stopped()).contains("No space left on device");
        assertThat(receipt.parts()).as("the other month").hasSize(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void what_is_not_read_back_as_it_was_stored_does_not_go() throws Exception {
        Files.createDirectories(folder());
        log.order("goes", 0, "PLACED", "DELIVERED");
        var forgetful = new PlainLines() {
            @Override
            public Line read(byte[] line) {
                Line read = super.read(line);
                StoredEvent is = read.event();
                return new Line(
                        new StoredEvent(
                                is.position(),
                                is.recordedAt(),
                                is.stream(),
                                is.version(),
                                is.type(),
                                is.payload().replace("DELIVERED", "PLACED"),
                                is.metadata()),
                        read.hash());
            }
        };

        RetentionReceipt receipt = archiving(forgetful, Derivations.NONE).execute(plan().id(), "x", false);

        assertThat(receipt.stopped()).contains("What is told of goes does not give its hash");
        assertThat(files()).isEmpty();
        assertThat(stored(".*")).hasSize(2);
    }

    @Test
    void the_file_of_a_purge_that_died_is_taken_by_the_next_run() throws Exception {
        Files.createDirectories(folder());
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = plan();
        assertThatThrownBy(() -> archiving(new PlainLines(), new Dying(0)).execute(plan.id(), "x", false))
                .hasMessage("the node dies");
        Path left = files().getFirst();
        Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));

        RetentionReceipt receipt = archiving(new PlainLines(), Derivations.NONE).execute(plan.id(), "x", false);

        assertThat(receipt.parts()).hasSize(1);
        assertThat(receipt.parts().getFirst().archiveSha256()).isEqualTo(sha256(left));
        assertThat(Files.getLastModifiedTime(left).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(files()).containsExactly(left);
    }

    @Test
    void what_a_dying_node_left_half_written_or_damaged_is_replaced() throws Exception {
        Files.createDirectories(folder());
        log.order("goes", 0, "PLACED", "DELIVERED");
        List<String> going = stored("goes");
        RetentionPlan plan = plan();
        assertThatThrownBy(() -> archiving(new PlainLines(), new Dying(0)).execute(plan.id(), "x", false))
                .hasMessage("the node dies");
        Path left = files().getFirst();
        Path half = left.resolveSibling(left.getFileName() + ".unfinished");
        byte[] bytes = Files.readAllBytes(left);
        bytes[20] ^= 1;
        Files.write(left, bytes);
        Files.write(half, new byte[] {1, 2, 3});

        archiving(new PlainLines(), Derivations.NONE).execute(plan.id(), "x", false);

        assertThat(files()).containsExactly(left);
        assertThat(events(left)).isEqualTo(going);
    }

    @Test
    void a_file_whose_orders_did_not_go_is_removed() throws Exception {
        Files.createDirectories(folder());
        log.order("goes", 0, "PLACED", "DELIVERED");
        RetentionPlan plan = plan();
        assertThatThrownBy(() -> archiving(new PlainLines(), new Dying(0)).execute(plan.id(), "x", false))
                .hasMessage("the node dies");
        assertThat(files()).hasSize(1);
        log.database.execute("update order_head set held = true where order_id = 'goes'");

        RetentionReceipt receipt = archiving(new PlainLines(), Derivations.NONE).execute(plan.id(), "x", false);

        assertThat(receipt.stopped()).contains("has changed since plan");
        assertThat(files()).isEmpty();
        assertThat(stored(".*")).hasSize(2);
    }

    @Test
    void an_order_that_was_changed_behind_the_log_does_not_go() throws Exception {
        Files.createDirectories(folder());
        log.order("goes", 0, "PLACED", "DELIVERED");
        log.database.execute("alter table order_event disable trigger rows_never_change;"
                + " update order_event set metadata = '{\"actor\":\"nobody\"}' where version = 1");

        RetentionReceipt receipt = archiving(new PlainLines(), Derivations.NONE).execute(plan().id(), "x", false);

        assertThat(receipt.stopped()).contains("What is told of goes does not give its hash", "verifications");
        assertThat(files()).isEmpty();
        assertThat(stored(".*")).hasSize(2);
    }
}
