package orderstore.eventlog.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import orderstore.eventlog.StoredEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of an archive's bytes, who reads it is told. */
class FindingDamageTest {

    private static final Instant THEN = Instant.parse("2025-03-01T09:00:00.123456Z");

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws Exception {
        List<StoredEvent> one = List.of(event("o-1", 1, 7), event("o-1", 2, 9));
        List<StoredEvent> two = List.of(event("o-2", 1, 8));
        var digest = Sha256.digest();
        digest.update(HexFormat.of().parseHex(hash(one)));
        digest.update(HexFormat.of().parseHex(hash(two)));
        var part = new Part(
                3,
                "ab".repeat(32),
                4,
                THEN,
                LocalDate.of(2025, 3, 1),
                2,
                3,
                HexFormat.of().formatHex(digest.digest()));
        var archived = new ArchiveFolder(folder, new PlainLines()).archive(part, to -> {
            to.add(one, hash(one));
            to.add(two, hash(two));
        });
        file = folder.resolve(archived.name());
    }

    private static StoredEvent event(String stream, int version, long position) {
        return new StoredEvent(
                position, THEN, stream, version, "order.status-changed.v1", "{\"n\":" + version + "}", "{}");
    }

    private static String hash(List<StoredEvent> events) {
        var hash = new StreamHash();
        events.forEach(hash::add);
        return hash.hex();
    }

    private ArchiveReader reader() {
        return new ArchiveReader(file, new PlainLines());
    }

    @Test
    void an_archive_that_nobody_touched_is_sound_and_tells_what_it_has() throws Exception {
        Manifest manifest = reader().verify().manifest();

        assertThat(manifest.firstPosition()).isEqualTo(7);
        assertThat(manifest.lastPosition()).isEqualTo(9);
        assertThat(manifest.part().streams()).isEqualTo(2);
        assertThat(file.getFileName().toString()).isEqualTo("orders-2025-03-plan-3-abababababababab.ndjson.zst");
    }

    @Test
    void one_bit_anywhere_is_noticed() throws Exception {
        byte[] sound = Files.readAllBytes(file);
        for (int place = 0; place < sound.length; place++) {
            byte[] bytes = sound.clone();
            bytes[place] ^= (byte) (1 << place % 8);
            Files.write(file, bytes);
            assertThatThrownBy(() -> reader().verify()).as("byte " + place).isInstanceOf(ArchiveDamagedException.class);
        }
    }

    @Test
    void of_a_file_that_changed_it_is_told_which_hash_is_of_what() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> reader().verify())
                .hasMessageContaining(
                        "the SHA-256 of all but its last 65 bytes is %s, but",
                        sha256(Arrays.copyOf(bytes, bytes.length - 65)))
                .hasMessageContaining(
                        "The SHA-256 of the whole file, of which the receipt tells, is %s.", sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    @Test
    void what_was_cut_off_or_put_on_is_noticed() throws Exception {
        byte[] sound = Files.readAllBytes(file);
        for (int length : IntStream.of(0, 1, 8, 1_024, sound.length / 2, sound.length - 1, sound.length + 1)
                .toArray()) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> reader().verify())
                    .as(length + " bytes")
                    .isInstanceOf(ArchiveDamagedException.class);
        }
        Files.write(file, sound);
        assertThatCode(() -> reader().verify()).doesNotThrowAnyException();
    }

    @Test
    void of_many_lines_each_comes_in_its_turn_and_the_first_that_is_none_is_named() throws Exception {
        var digest = Sha256.digest();
        List<List<StoredEvent>> streams = IntStream.rangeClosed(1, 3_456)
                .mapToObj(i -> List.of(event("o-%05d".formatted(i), 1, i)))
                .toList();
        streams.forEach(stream -> digest.update(HexFormat.of().parseHex(hash(stream))));
        String orders = HexFormat.of().formatHex(digest.digest());
        var part = new Part(3, "cd".repeat(32), 4, THEN, LocalDate.of(2025, 3, 1), 3_456, 3_456, orders);
        var archived = new ArchiveFolder(folder, new PlainLines()).archive(part, to -> {
            for (List<StoredEvent> stream : streams) {
                to.add(stream, hash(stream));
            }
        });
        Path many = folder.resolve(archived.name());
        var read = new ArrayList<StoredEvent>();

        new ArchiveReader(many, new PlainLines()).read((line, one) -> read.add(one.event()));

        assertThat(read).isEqualTo(streams.stream().map(List::getFirst).toList());
        read.clear();
        var forgetful = new PlainLines() {
            @Override
            public Line read(byte[] line) {
                Line made = super.read(line);
                if (made.event().position() == 2_345) {
                    throw new IllegalArgumentException("It says nothing.");
                }
                return made;
            }
        };
        assertThatThrownBy(() -> new ArchiveReader(many, forgetful).read((line, one) -> read.add(one.event())))
                .hasMessage("Line 2345 is not one of an archive: It says nothing.");
        assertThat(read).hasSize(2_344);
    }

    @Test
    void a_line_that_is_none_is_named_even_if_the_file_ends_badly_after_it() throws Exception {
        for (int lines : List.of(1, 1_500)) {
            byte[] bytes = ("none\n".repeat(lines) + "cut off").getBytes(StandardCharsets.UTF_8);
            try (var ahead = new LinesAhead(new LineStream(new ByteArrayInputStream(bytes)), new PlainLines())) {
                assertThatThrownBy(() -> ahead.each((line, one) -> {}))
                        .hasMessageStartingWith("Line 1 is not one of an archive");
            }
        }
    }

    @Test
    void a_file_that_tells_of_other_orders_than_it_has_is_noticed() throws Exception {
        var wrong = new Part(3, "ab".repeat(32), 4, THEN, LocalDate.of(2025, 3, 1), 2, 3, "cd".repeat(32));

        assertThatThrownBy(() -> new ArchiveFolder(folder, new PlainLines())
                        .archive(wrong, to -> to.add(List.of(event("o-1", 1, 7)), "00")))
                .isInstanceOf(ArchiveFailedException.class)
                .hasMessageContaining("does not give its hash");
        assertThatThrownBy(() -> new ArchiveFolder(folder, new PlainLines()).archive(wrong, to -> {
                    var only = List.of(event("o-1", 1, 7));
                    to.add(only, hash(only));
                }))
                .hasMessageContaining("The number of orders is 1, but should be 2.");
    }
}
