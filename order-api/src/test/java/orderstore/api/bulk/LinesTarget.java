package orderstore.api.bulk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import orderstore.api.jazzer.Property;
import tools.jackson.databind.json.JsonMapper;

/** An upload: its lines are those that were sent, and each is a change or refused by itself. */
public final class LinesTarget {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final int LONGEST_LINE = 500;

    private LinesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        var lines = new LineReader(new Drops(input), LONGEST_LINE);
        var seen = new ByteArrayOutputStream();
        long number = 0;
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            seen.writeBytes(line.bytes());
            seen.write('\n');
            read(number, line);
        }
        isWhatWasSent(input, seen.toByteArray());
    }

    private static void read(long number, LineReader.Line line) {
        BulkLine read = BulkLine.read(number, line, NOW);
        Property.holds(read.number() == number, "line " + number + " became " + read);
        if (read instanceof BulkLine.Refused refused) {
            var problem = refused.result().problem();
            Property.holds(problem != null && refused.result().result().equals(BulkResult.REFUSED), "no problem");
            JsonMapper.shared().writeValueAsBytes(refused.result().within("4bf92f3577b34da6a3ce929d0e0e4736"));
        } else if (read instanceof BulkLine.Imported imported) {
            imported.change().changeId();
        }
    }

    /** All of it, but what is beyond the limit of a line, and that the last line may want its line feed. */
    private static void isWhatWasSent(byte[] sent, byte[] seen) {
        var expected = new ByteArrayOutputStream();
        int length = 0;
        for (byte b : sent) {
            length = b == '\n' ? 0 : length + 1;
            if (length <= LONGEST_LINE + 1) {
                expected.write(b);
            }
        }
        if (length > 0) {
            expected.write('\n');
        }
        Property.holds(java.util.Arrays.equals(expected.toByteArray(), seen), "other lines than were sent");
    }

    /** A stream that gives a few bytes at a time, so that lines begin and end wherever they can. */
    private static final class Drops extends InputStream {
        private final ByteArrayInputStream all;

        Drops(byte[] all) {
            this.all = new ByteArrayInputStream(all);
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return all.read(bytes, offset, Math.min(length, 7));
        }
    }
}
