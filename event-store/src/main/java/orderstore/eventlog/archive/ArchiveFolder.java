package orderstore.eventlog.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which the archives of one log are. A file has its name only when it is complete, durable and read back;
 * before, it has another. One purge at a time writes here.
 */
public final class ArchiveFolder {

    private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveFolder.class);
    private static final String ENDING = ".ndjson.zst";
    private static final String UNFINISHED = ".unfinished";
    private static final int SHOWN = 16;

    private final Path folder;
    private final ArchiveLines lines;

    public ArchiveFolder(Path folder, ArchiveLines lines) {
        this.folder = folder;
        this.lines = lines;
    }

    /**
     * A file that has what goes of a part.
     *
     * @param name within the folder
     * @param sha256 of the file, hexadecimal
     * @param bytes how long it is
     */
    public record Archived(String name, String sha256, long bytes) {}

    /** Writes all streams of a part. */
    public interface Source {
        /** Writes them. An IOException means that they cannot be written; whatever else it throws is passed on. */
        void write(ArchiveWriter to) throws IOException;
    }

    /**
     * Makes the folder if it is missing, and tries whether files can be made in it.
     *
     * @throws IOException if not
     */
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        Path probe = folder.resolve("probe" + ENDING + UNFINISHED);
        Files.write(probe, new byte[] {0});
        Files.delete(probe);
    }

    /**
     * The file that has what goes of a part: the one that is there already, if it is sound and of this very part, or
     * else a new one.
     *
     * @throws ArchiveFailedException if there can be none
     */
    public Archived archive(Part part, Source source) throws ArchiveFailedException {
        Path file = folder.resolve(name(part));
        try {
            removeUnfinished();
            Archived before = existing(file, part);
            return before != null ? before : write(part, source, file);
        } catch (IOException | ArchiveDamagedException e) {
            throw new ArchiveFailedException(
                    "%s was not archived, and stays: %s could not be written: %s"
                            .formatted(month(part), file.getFileName(), reason(e)),
                    e);
        }
    }

    private Archived write(Part part, Source source, Path file) throws IOException, ArchiveDamagedException {
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        try {
            String sha256;
            try (var writer = new ArchiveWriter(unfinished, lines)) {
                source.write(writer);
                sha256 = writer.finish(part);
            }
            ArchiveReader.Sound sound = new ArchiveReader(unfinished, lines).verify();
            if (!sound.sha256().equals(sha256) || !sound.manifest().part().equals(part)) {
                throw new ArchiveDamagedException("What is read back is not what was written.");
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            sync();
            return new Archived(String.valueOf(file.getFileName()), sha256, Files.size(file));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What a run has left whose purge did not come to its end. */
    private @Nullable Archived existing(Path file, Part part) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            ArchiveReader.Sound sound = new ArchiveReader(file, lines).verify();
            if (sound.manifest().part().equals(part)) {
                LOGGER.info("{} is there from an earlier run", file);
                return new Archived(String.valueOf(file.getFileName()), sound.sha256(), Files.size(file));
            }
            LOGGER.warn("{} is of another part, and is replaced", file);
        } catch (ArchiveDamagedException e) {
            LOGGER.warn("{} is damaged, and is replaced: {}", file, e.getMessage());
        }
        return null;
    }

    /** Removes the file of a part that did not go: its streams are in the log, and may go into another. */
    public void remove(Part part) {
        Path file = folder.resolve(name(part));
        try {
            if (Files.deleteIfExists(file)) {
                sync();
            }
        } catch (IOException e) {
            LOGGER.warn("{} is of changes that did not go, but cannot be removed: {}", file, e.toString());
        }
    }

    private void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + ENDING + UNFINISHED)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A new name in a folder is durable when the folder is. */
    private void sync() throws IOException {
        try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    /** By the plan's digest no other plan of any log has a file of this name. */
    private static String name(Part part) {
        return "orders-%s-plan-%d-%s%s"
                .formatted(month(part), part.plan(), part.planDigest().substring(0, SHOWN), ENDING);
    }

    private static String month(Part part) {
        return part.month().toString().substring(0, "2025-03".length());
    }

    private static String reason(Exception e) {
        return e instanceof ArchiveDamagedException ? String.valueOf(e.getMessage()) : e.toString();
    }
}
