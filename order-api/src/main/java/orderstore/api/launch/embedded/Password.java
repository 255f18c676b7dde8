package orderstore.api.launch.embedded;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** A random password in a file that its owner alone can read. */
record Password(Path file, String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The password in the file; a new one if the file is missing. */
    static Password keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            var bytes = new byte[24];
            RANDOM.nextBytes(bytes);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return new Password(file, Files.readString(file).strip());
    }

    private static void write(Path file, String password) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, asFileAttribute(fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true); // A server that outlives its password is lost.
        }
    }

    @Override
    public String toString() {
        return "Password in " + file;
    }
}
