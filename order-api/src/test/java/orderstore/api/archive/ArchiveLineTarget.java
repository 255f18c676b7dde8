package orderstore.api.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import orderstore.api.jazzer.Property;
import orderstore.api.json.JsonObject;
import orderstore.api.problem.Problem;
import orderstore.eventlog.archive.ArchiveLines;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A line of an archive: it is refused, or the event that it tells has a line from which it is read again. */
public final class ArchiveLineTarget {

    private static final ChangeLines LINES = new ChangeLines(JsonMapper.shared());

    private ArchiveLineTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ofAFile(input);
        ofAnUpload(input);
    }

    private static void ofAFile(byte[] input) {
        try {
            ArchiveLines.Line line = LINES.read(input);
            Property.holds(line.equals(LINES.readAny(input)), "another event than by its values");
            Property.holds(line.event().equals(LINES.read(written(line)).event()), "an event that changed");
        } catch (IllegalArgumentException refused) {
            String why = refused.getMessage();
            Property.holds(
                    why != null && !why.startsWith("It has no Cannot invoke"), "refused for no good reason: " + why);
        }
    }

    private static void ofAnUpload(byte[] input) {
        JsonObject json = JsonObject.parse(input);
        @Nullable ImportedChange change = ImportedChange.read(json, input);
        Property.holds((change == null) == !json.errors().isEmpty(), "a change and errors, or neither");
        if (change == null) {
            Property.isRefusal(Problem.invalidRequest(json.errors()));
        } else {
            change.changeId();
        }
    }

    private static byte[] written(ArchiveLines.Line line) {
        var out = new ByteArrayOutputStream();
        try {
            LINES.write(List.of(line.event()), line.hash() == null ? "" : line.hash(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(out.toByteArray(), out.size() - 1);
    }
}
