package orderstore.api.operator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import orderstore.eventlog.archive.ArchiveDamagedException;
import orderstore.eventlog.archive.ArchiveLines;
import orderstore.eventlog.archive.ArchiveReader;
import orderstore.eventlog.archive.ArchiveReader.Sound;
import orderstore.eventlog.archive.Part;
import org.jspecify.annotations.Nullable;

/** What is in an archive. It is looked at as a whole first: of one that is damaged nothing is shown. */
final class ArchiveCommands {

    private static final int BUFFER = 64 * 1024;

    private final Usage usage;
    private final ArchiveLines lines;
    private final PrintStream out;
    private final PrintStream err;

    ArchiveCommands(Usage usage, ArchiveLines lines, PrintStream out, PrintStream err) {
        this.usage = usage;
        this.lines = lines;
        this.out = out;
        this.err = err;
    }

    boolean read() {
        String name = usage.word(1, "the name of a file", ".+");
        usage.atMost(2);
        try {
            var archive = new ArchiveReader(Path.of(name), lines);
            Sound sound = archive.verify();
            long shown = show(archive, usage.option("--order"));
            Part part = sound.manifest().part();
            err.println(
                    "%s is sound: %s orders with %s changes, opened in %s, purged by plan %d, receipt %d. SHA-256 %s."
                            .formatted(
                                    Text.clean(name),
                                    Text.number(part.streams()),
                                    Text.number(part.events()),
                                    part.month().toString().substring(0, "2025-03".length()),
                                    part.plan(),
                                    part.receipt(),
                                    sound.sha256()));
            if (shown == 0) {
                throw new CommandFailed("It has no order " + Text.clean(String.valueOf(usage.option("--order"))) + ".");
            }
            return !out.checkError(); // The reader of the output may have gone.
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new CommandFailed("There is no file " + Text.clean(name) + ".");
        } catch (ArchiveDamagedException e) {
            throw new CommandFailed(
                    Text.clean(name) + " cannot be trusted. " + Text.clean(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new CommandFailed(Text.clean(name) + " cannot be read: " + Text.clean(e.toString()));
        }
    }

    private long show(ArchiveReader archive, @Nullable String order) throws IOException, ArchiveDamagedException {
        var shown = new AtomicLong();
        OutputStream to = new BufferedOutputStream(out, BUFFER);
        archive.read((line, read) -> {
            if (order == null || order.equals(read.event().stream())) {
                to.write(line);
                to.write('\n');
                shown.incrementAndGet();
            }
        });
        to.flush();
        return shown.get();
    }
}
