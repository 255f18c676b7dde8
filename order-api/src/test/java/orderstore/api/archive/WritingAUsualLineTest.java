package orderstore.api.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import orderstore.eventlog.StoredEvent;
import orderstore.eventlog.archive.ArchiveLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The short way to a line, and back, ends where the long one does, or is not taken. */
class WritingAUsualLineTest {

    private static final ChangeLines LINES = new ChangeLines(JsonMapper.shared());
    private static final String CHANGED = "order.status-changed.v1";
    private static final Instant THEN = Instant.parse("2026-03-01T09:00:00.123456Z");
    private static final long SEED = 20_260_301;

    private static final String USUAL = """
            {"changeId":"c-1","kind":"command","status":"SHIPPED","previousStatus":"PACKED",\
            "occurredAt":"2026-03-01T08:00:00Z","source":"warehouse-7","reason":"left dock 4, Zürich",\
            "attributes":{"code":"1Z/9","fragile":true,"weight":1.50}}""";

    private static StoredEvent event(String payload) {
        return new StoredEvent(7, THEN, "o-1", 1, CHANGED, payload, "{\"actor\":\"wms\"}");
    }

    private static byte[] written(StoredEvent event) throws IOException {
        var out = new ByteArrayOutputStream();
        LINES.write(List.of(event), "ab".repeat(32), out);
        return out.toByteArray();
    }

    private static byte[] writtenByValues(StoredEvent event) throws IOException {
        var out = new ByteArrayOutputStream();
        LINES.writeAny(List.of(event), "ab".repeat(32), out);
        return out.toByteArray();
    }

    private static byte[] withoutLineFeed(byte[] line) {
        return Arrays.copyOf(line, line.length - 1);
    }

    @Test
    void a_usual_change_goes_the_short_way_there_and_back() throws Exception {
        byte[] line = withoutLineFeed(written(event(USUAL)));

        assertThat(UsualLine.write(event(USUAL), new StringBuilder())).isTrue();
        assertThat(new String(written(event(USUAL)), UTF_8))
                .isEqualTo(new String(writtenByValues(event(USUAL)), UTF_8));
        assertThat(UsualLine.read(line)).isEqualTo(LINES.readAny(line));
        assertThat(LINES.read(line).event()).isEqualTo(event(USUAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'changeId':'c-1','kind':'command','status':'PLACED','occurredAt':'2026-03-01T09:00:00.123456Z'}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','occurredAt':'2026-03-01T09:00:00.120000Z'}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','occurredAt':'2026-03-01T09:00:00.12Z'}",
                "{'changeId':'c-1','kind':'correction','status':'PLACED'}",
                "{'changeId':'c-1','kind':'Command','status':'PLACED'}",
                "{'kind':'command','changeId':'c-1','status':'PLACED'}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{'b':1,'a':1}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{'a':1,'a':1}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{'a':1E+3}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{'a':-0}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':{'a':0.0000001}}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','reason':'\\u00e4'}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','reason':'\uD83D\uDE00'}",
                "{'changeId':'c-1','kind':'command','status':'PLACED','later':1}",
                "{'changeId':'c-1','kind':'command','status':'PLACED'} ",
            })
    void what_is_not_written_as_usual_is_taken_apart(String payload) throws Exception {
        StoredEvent event = event(payload.replace('\'', '"'));

        assertThat(UsualLine.write(event, new StringBuilder())).isFalse();
    }

    @Test
    void whatever_a_change_has_both_ways_end_at_the_same_line_and_event() throws Exception {
        var random = new Random(SEED);
        int usual = 0;
        for (int i = 0; i < 5_000; i++) {
            StoredEvent event = any(random);
            byte[] line = withoutLineFeed(written(event));
            assertThat(line).as(event.payload()).isEqualTo(withoutLineFeed(writtenByValues(event)));
            ArchiveLines.Line read = UsualLine.read(line);
            usual += read == null ? 0 : 1;
            assertThat(read).as(event.payload()).isIn(null, LINES.readAny(line));
            assertThat(LINES.read(line).event()).isEqualTo(event);
        }
        assertThat(usual).as("lines that were read the short way").isGreaterThan(300);
    }

    /** The short way is for what is in memory once more without harm. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6_000})
    void an_order_of_few_or_of_many_changes_has_the_same_lines_both_ways(int changes) throws Exception {
        List<StoredEvent> stream = Collections.nCopies(changes, event(USUAL));
        var usual = new ByteArrayOutputStream();
        var byValues = new ByteArrayOutputStream();

        LINES.write(stream, "ab".repeat(32), usual);
        LINES.writeAny(stream, "ab".repeat(32), byValues);

        assertThat(usual.toString(UTF_8)).isEqualTo(byValues.toString(UTF_8));
    }

    @Test
    void a_line_in_which_something_changed_is_read_or_refused_the_same_both_ways() throws Exception {
        var random = new Random(SEED);
        String signs = "\"\\{}:,0179-.eEZ T\u00e4\uFFFD\u0001";
        for (int i = 0; i < 20_000; i++) {
            var line = new StringBuilder(
                    new String(withoutLineFeed(written(random.nextBoolean() ? event(USUAL) : any(random))), UTF_8));
            for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
                int at = random.nextInt(line.length());
                String sign = String.valueOf(signs.charAt(random.nextInt(signs.length())));
                switch (random.nextInt(3)) {
                    case 0 -> line.replace(at, at + 1, sign);
                    case 1 -> line.insert(at, sign);
                    default -> line.deleteCharAt(at);
                }
            }
            byte[] changed = line.toString().getBytes(UTF_8);
            assertThat(outcome(changed, LINES::read)).as(line.toString()).isEqualTo(outcome(changed, LINES::readAny));
        }
    }

    private interface Reading {
        ArchiveLines.Line read(byte[] line);
    }

    private static String outcome(byte[] line, Reading reading) {
        try {
            return reading.read(line).toString();
        } catch (IllegalArgumentException refused) {
            return "refused";
        }
    }

    private static StoredEvent any(Random random) {
        boolean report = random.nextInt(4) == 0;
        String type = report
                ? one(random, "order.report-superseded.v1", "order.report-conflicted.v1", "order.status-corrected.v1")
                : CHANGED;
        var members = new ArrayList<String>();
        members.add("\"changeId\":\"" + one(random, "c-1", "0198a-7-b", "~") + '"');
        if (!report) {
            members.add("\"kind\":\"" + one(random, "command", "report") + '"');
        }
        members.add("\"status\":\"" + one(random, "PLACED", "SHIPPED") + '"');
        maybe(random, members, "\"previousStatus\":\"PACKED\"");
        if (type.equals("order.status-corrected.v1")) {
            members.add("\"corrects\":\"c-0\"");
        }
        maybe(
                random,
                members,
                "\"occurredAt\":\""
                        + one(
                                random,
                                "2026-03-01T08:00:00Z",
                                "1999-12-31T23:59:59.5Z",
                                THEN.toString(),
                                "2026-03-01T08:00:00.120Z")
                        + '"');
        maybe(random, members, "\"source\":" + text(random));
        maybe(random, members, "\"reason\":" + text(random));
        maybe(
                random,
                members,
                "\"attributes\":{"
                        + one(
                                random,
                                "",
                                "\"a\":" + value(random),
                                "\"a\":" + value(random) + ",\"b\":" + value(random))
                        + one(random, "", "", ",\"aa\":1")
                        + "}");
        String payload = "{" + String.join(",", members) + "}";
        String metadata = one(
                random,
                "{\"actor\":\"wms\"}",
                "{\"actor\":" + text(random) + ",\"traceId\":\"0af7\"}",
                "{}",
                "{\"traceId\":\"1\"}");
        Instant recordedAt =
                Instant.parse(one(random, THEN.toString(), "2026-03-01T09:00:00Z", "2026-03-01T09:00:00.5Z"));
        StoredEvent event = new StoredEvent(
                random.nextLong(1, 1L << 40), recordedAt, "o-1", random.nextInt(1, 1_000), type, payload, metadata);
        return isJson(payload) ? event : any(random);
    }

    private static boolean isJson(String text) {
        try {
            JsonMapper.shared().readTree(text);
            return true;
        } catch (RuntimeException none) {
            return false;
        }
    }

    private static String text(Random random) {
        return one(
                random,
                "\"shop\"",
                "\"\"",
                "\"Zürich / ½ \uFFFD\"",
                "\"a \\\"b\\\"\"",
                "\"\uD83D\uDE00\"",
                "\"\\n\"",
                "\"\u2028\"");
    }

    private static String value(Random random) {
        return one(
                random,
                text(random),
                "true",
                "false",
                "0",
                "-1",
                "17",
                "1.50",
                "0.000001",
                "1E+3",
                "0.0000001",
                "-0.5");
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static void maybe(Random random, List<String> members, String member) {
        if (random.nextBoolean()) {
            members.add(member);
        }
    }
}
