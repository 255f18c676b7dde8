package orderstore.api.launch.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; as root they are run in a user namespace
 * of their own, in which they are nobody and only root's own files are theirs.
 */
final class ServerTools {
    private static final boolean ROOT = new UnixSystem().getUid() == 0;

    private final Path home;
    private final DataFolder folder;

    ServerTools(Path home, DataFolder folder) throws IOException {
        this.home = home;
        this.folder = folder;
        if (ROOT) {
            refuseIfHidden(home);
        }
    }

    Command.Outcome run(String program, String... arguments) throws IOException {
        return runOn("", program, arguments);
    }

    Command.Outcome runOn(String input, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (ROOT) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var bytes = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        var outcome = Command.run(folder.resolve(""), command, bytes);
        if (outcome.failed() && outcome.output().startsWith("unshare:")) {
            throw new EmbeddedServerRefused("PostgreSQL does not run as root, and this machine does not let root give"
                    + " its rights up (" + outcome.lastLine() + "). Start as another user.");
        }
        return outcome;
    }

    /** Without root's rights a folder of somebody else may be closed, and everything below it. */
    private static void refuseIfHidden(Path path) throws IOException {
        for (var above = path.getParent(); above != null; above = above.getParent()) {
            var attributes = Files.readAttributes(above, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.permissions().contains(rightToPass(above))) {
                throw new EmbeddedServerRefused(
                        ("PostgreSQL does not run with root's rights, and without them it cannot"
                                        + " enter %s, which belongs to %s. Start as %s, or name another folder with --data.")
                                .formatted(above, attributes.owner(), attributes.owner()));
            }
        }
    }

    private static PosixFilePermission rightToPass(Path folder) throws IOException {
        if (Files.getAttribute(folder, "unix:uid").equals(0)) {
            return PosixFilePermission.OWNER_EXECUTE;
        }
        return Files.getAttribute(folder, "unix:gid").equals(0)
                ? PosixFilePermission.GROUP_EXECUTE
                : PosixFilePermission.OTHERS_EXECUTE;
    }
}
