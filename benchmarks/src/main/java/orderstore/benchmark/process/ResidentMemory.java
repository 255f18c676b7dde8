package orderstore.benchmark.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process has in memory, as the system counts it. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /** In units of 1,048,576 bytes. */
    public static double megabytes(long pid) throws IOException, InterruptedException {
        Path status = Path.of("/proc/" + pid + "/status"); // Linux, which need not have ps.
        if (!Files.isReadable(status)) {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            ps.waitFor();
            return Long.parseLong(kilobytes) / 1024.0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }
}
