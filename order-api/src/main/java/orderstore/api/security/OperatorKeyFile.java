package orderstore.api.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import orderstore.api.launch.StartRefused;
import org.jspecify.annotations.Nullable;

/** The file that the first operator key is handed over in. */
final class OperatorKeyFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int LONGEST = 200;

    private final Path file;

    OperatorKeyFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    Path path() {
        return file;
    }

    /**
     * The key in the file, which is made with a new key when it is missing; on disk for good when this returns. A file
     * that is there is taken at its word, so that a first start that was killed half-way can simply be repeated.
     */
    KeySecret readOrMake() {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? read() : make();
        } catch (IOException e) {
            throw refusal(inWords(e), e);
        }
    }

    private KeySecret read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            throw refusal("something that is not a key file is there already; move it away", null);
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw refusal(
                    "a file is there already that others may read or write; move it away or chmod it to 600", null);
        }
        var secret = new KeySecret(
                Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        if (!secret.isWellFormed()) {
            throw refusal("a file is there already that holds no key; move it away", null);
        }
        return secret;
    }

    private KeySecret make() throws IOException {
        var folder = Objects.requireNonNull(file.getParent(), "a file that is missing is in a folder");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        }
        var secret = KeySecret.random();
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        write(secret, unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true); // The name of a file is on disk only when its folder is.
        }
        return secret;
    }

    private static void write(KeySecret secret, Path to) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(OWNER);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(to, options, owner)) {
            var text = ByteBuffer.wrap((secret.text() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
    }

    private static String inWords(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + " is in the way; move it away";
            case NoSuchFileException missing -> missing.getFile() + " cannot be made there";
            default -> String.valueOf(e.getMessage());
        };
    }

    private StartRefused refusal(String why, @Nullable Throwable cause) {
        return new StartRefused("The first operator key cannot be kept in " + file + ": " + why + ".", cause);
    }
}
