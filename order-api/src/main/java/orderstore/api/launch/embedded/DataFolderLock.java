package orderstore.api.launch.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second product off the data folder. The operating system drops the lock with the process,
 * however that ends, so it is never stale; the process id in the file is for the reader alone.
 */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataFolderLock take(DataFolder folder) throws IOException {
        var file = folder.resolve("orderstore.lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new EmbeddedServerRefused(
                    "The data folder %s is in use by process %s.".formatted(folder, holder(file))
                            + " Stop that one first, or name another folder with --data.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return new DataFolderLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByUs) {
            return false; // Held by this very process.
        }
    }

    private static String holder(Path file) throws IOException {
        var pid = Files.readString(file);
        return pid.isEmpty() ? "?" : pid;
    }
}
