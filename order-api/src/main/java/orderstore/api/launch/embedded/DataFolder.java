package orderstore.api.launch.embedded;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The folder with all that the product keeps on this machine; it is ours alone and writable. */
final class DataFolder {
    private static final long MEGABYTE = 1 << 20;

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /** Opens the folder and makes it if it is missing. */
    static DataFolder open(Path asked) {
        var path = asked.toAbsolutePath().normalize();
        try {
            create(path);
            var folder = new DataFolder(path.toRealPath());
            folder.refuseUnlessOurs();
            folder.refuseNamesThatAShellReads();
            folder.refuseUnlessWritable();
            return folder;
        } catch (IOException e) {
            throw refused(path, reason(path, e), e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Refuses to go on with less free space than is asked for, before a half of something is written. */
    void requireFree(long megabytes, String what) throws IOException {
        var free = Files.getFileStore(path).getUsableSpace() / MEGABYTE;
        if (free < megabytes) {
            throw new EmbeddedServerRefused("The disk of the data folder %s is full: %s needs %d MB, %d MB are free."
                            .formatted(path, what, megabytes, free)
                    + " Make room, or name another folder with --data.");
        }
    }

    EmbeddedServerRefused refused(IOException e) {
        return refused(path, reason(path, e), e);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static void create(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            var parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(path, asFileAttribute(fromString("rwx------")));
        }
    }

    private void refuseUnlessOurs() throws IOException {
        if (!Files.getAttribute(path, "unix:uid").equals((int) new UnixSystem().getUid())) {
            throw refused(path, "it belongs to " + Files.getOwner(path) + "; start as that user", null);
        }
    }

    /** pg_ctl hands its paths to a shell in double quotes. */
    private void refuseNamesThatAShellReads() {
        if (path.toString().chars().anyMatch(c -> c < ' ' || "\"$`\\".indexOf(c) >= 0)) {
            throw refused(path, "its name contains one of \" $ ` \\ or a control character", null);
        }
    }

    private void refuseUnlessWritable() throws IOException {
        Files.delete(Files.createTempFile(path, "writable", null));
    }

    private static EmbeddedServerRefused refused(Path path, String why, @Nullable Exception e) {
        return new EmbeddedServerRefused(
                "The data folder %s cannot be used: %s. Name another folder with --data.".formatted(path, why), e);
    }

    private static String reason(Path path, IOException e) {
        return switch (e) {
            case FileAlreadyExistsException exists -> "it is not a folder";
            case NotDirectoryException exists -> "it is not a folder";
            case AccessDeniedException denied -> "permission denied at " + denied.getFile() + ownerOfNearest(path);
            case FileSystemException file -> Objects.requireNonNullElse(file.getReason(), file.toString());
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Of the folder itself, or of the one that it would be made in. */
    private static String ownerOfNearest(Path path) {
        var folder = Files.exists(path) ? path : path.getParent();
        try {
            return folder == null ? "" : " (" + folder + " belongs to " + Files.getOwner(folder) + ")";
        } catch (IOException unseen) {
            return ""; // Then the path that was denied must do.
        }
    }
}
