package orderstore.api.archive;

import static orderstore.api.archive.OldEvents.applied;
import static orderstore.api.archive.OldEvents.claim;
import static orderstore.api.archive.OldEvents.correction;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.api.operator.OperatorCommands;
import orderstore.order.Kind;
import orderstore.order.OrderEvent.ReportConflicted;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.model.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was purged with an archive is in it as it was answered, and answers again in another store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoringOrdersTest {

    private final Instant then = Instant.now()
            .minus(Duration.ofDays(500))
            .truncatedTo(ChronoUnit.DAYS)
            .plusNanos(123_456_000);

    private static final List<String> GOING = List.of("corrected", "plain", "reported");

    @TempDir
    static Path folder;

    private StoredProduct origin;
    private StoredProduct empty;
    private Path file = Path.of("");
    private final Map<String, JsonNode> answers = new LinkedHashMap<>();
    private List<String> lines = List.of();

    @BeforeAll
    void purge() throws Exception {
        origin = new StoredProduct(Files.createDirectory(folder.resolve("origin")));
        empty = new StoredProduct(Files.createDirectory(folder.resolve("empty")));
        var orders = new OldOrders(origin);
        orders.add("plain", at(0), applied("c-1", Kind.COMMAND, "PLACED", null, null));
        orders.add("corrected", at(1), applied("c-1", Kind.COMMAND, "PLACED", null, at(1)));
        orders.add("reported", at(2), applied("r-1", Kind.REPORT, "SHIPPED", null, at(-60)));
        orders.add("plain", at(3), applied("c-2", Kind.COMMAND, "CANCELLED", "PLACED", at(2)));
        orders.add("corrected", at(4), applied("c-2", Kind.COMMAND, "EXPIRED", "PLACED", null));
        orders.add("corrected", at(5), correction("c-3", "c-2", "CANCELLED", "EXPIRED", at(4)));
        orders.add(
                "reported",
                at(6),
                new ReportSuperseded(claim("r-2", Kind.REPORT, "PACKED", at(-90)), new Status("SHIPPED")));
        orders.add("reported", at(7), applied("c-3", Kind.COMMAND, "DELIVERED", "SHIPPED", null));
        orders.add(
                "reported",
                at(8),
                new ReportConflicted(claim("r-4", Kind.REPORT, "LOST", at(8)), new Status("DELIVERED")));
        for (String order : GOING) {
            for (String question : questions(order)) {
                answers.put(question, origin.get(question));
            }
        }

        JsonNode receipt = origin.purge();

        JsonNode part = receipt.get("partitions").get(0);
        assertThat(receipt.get("stopped").isNull()).as(receipt.toString()).isTrue();
        file = folder.resolve("origin/archives").resolve(part.get("archive").asString());
        lines = read(file.toString()).out().lines().toList();
    }

    @AfterAll
    void close() {
        origin.close();
        empty.close();
    }

    private Instant at(int minutes) {
        return then.plus(Duration.ofMinutes(minutes));
    }

    private List<String> questions(String order) {
        String one = "/v1/orders/" + order;
        return List.of(
                one,
                one + "/status-changes",
                one + "?asOf=" + at(2),
                one + "?asOf=" + at(6),
                one + "?asKnownAt=" + at(4),
                one + "?asKnownAt=" + at(7) + "&asOf=" + at(3));
    }

    private record Said(int code, String out, String err) {}

    private static Said read(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var command = new ArrayList<>(List.of("read"));
        command.addAll(Arrays.asList(arguments));
        int code = new OperatorCommands(
                        Map.of(),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Duration.ZERO,
                        () -> new ChangeLines(JsonMapper.shared()))
                .run("archive", command);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    @Order(1)
    void the_archive_shows_each_change_as_it_was_answered() {
        var shown = new ArrayList<JsonNode>();
        for (String line : lines) {
            ObjectNode change = (ObjectNode) JsonMapper.shared().readTree(line);
            change.remove(List.of("hash", "event"));
            shown.add(change);
        }
        var answered = new ArrayList<JsonNode>();
        GOING.forEach(order -> Objects.requireNonNull(answers.get("/v1/orders/" + order + "/status-changes"))
                .get("items")
                .forEach(answered::add));
        assertThat(shown).isEqualTo(answered).hasSize(9);
        assertThat(lines.stream().filter(line -> line.contains("\"hash\""))).hasSize(3);
        assertThat(lines.stream().filter(line -> line.contains("\"event\"")))
                .as("told to have happened when they were recorded")
                .hasSize(2);
    }

    @Test
    @Order(2)
    void an_archive_is_read_without_a_product() throws Exception {
        Said all = read(file.toString());
        assertThat(all.code()).isZero();
        assertThat(all.err()).contains("is sound: 3 orders with 9 changes", "purged by plan 1, receipt 1.");
        assertThat(read(file.toString(), "--order", "plain").out().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"plain\""));
        assertThat(read(file.toString(), "--order", "nobody").err()).contains("It has no order nobody.");
        assertThat(read(file.toString(), "--order", "nobody").code()).isEqualTo(1);
        assertThat(read().code()).isEqualTo(2);
        assertThat(read("no-file").err()).contains("There is no file no-file.");

        Path damaged = folder.resolve("damaged");
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(damaged, bytes);
        Said refused = read(damaged.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("cannot be trusted", "SHA-256");
    }

    @Test
    @Order(3)
    void lines_that_are_not_those_of_the_archive_are_refused() throws Exception {
        String all = String.join("\n", lines);

        assertThat(refusals(all.replace("a mistake", "no mistake")))
                .containsExactly("import-refused: its lines are not");
        assertThat(refusals(all.replace("\"version\":2,", "\"version\":3,")))
                .containsExactly("import-refused: version 3 comes where version 2 must be. Sen");
        assertThat(refusals(lines.get(1)))
                .containsExactly("import-refused: version 2 comes where version 1 must be. Sen");
        assertThat(refusals(lines.getFirst())).containsExactly("import-refused: its last line is missing, which");
        assertThat(refusals(all.replace("\"actor\"", "\"aktor\""))).hasSize(1).allMatch(one -> one.contains("/aktor"));
        assertThat(refusals(lines.getFirst().replace("\"kind\":\"command\"", "\"kind\":\"wish\"")))
                .hasSize(1)
                .allMatch(one -> one.startsWith("invalid-request"));
        assertThat(refusals(lines.getFirst().replace("\"version\":1,", "\"version\":9007199254740993,")))
                .hasSize(1)
                .allMatch(one -> one.startsWith("invalid-request"));
        assertThat(empty.get("/v1/status-changes").get("items").isEmpty())
                .as("but for what was sound beside what was not")
                .isFalse();
    }

    /** What became of lines that were refused, each kind once: the problem and the beginning of its reason. */
    private List<String> refusals(String sent) throws Exception {
        return empty.upload(sent).stream()
                .filter(line -> line.path("result").asString("").equals("refused"))
                .map(line -> line.get("problem"))
                .map(problem -> problem.get("type").asString().replace("/problems/", "") + ": "
                        + problem.get("detail").asString().replaceFirst("^Order (\\S+) was not imported: ", ""))
                .map(text -> text.substring(0, Math.min(text.length(), 60)))
                .map(text -> text.replaceFirst("(its lines are not|its last line is missing, which).*", "$1"))
                .distinct()
                .toList();
    }

    @Test
    @Order(4)
    void an_import_is_for_operators_alone() throws Exception {
        List<JsonNode> answer = empty.upload(empty.makeKey("wms", "writer"), String.join("\n", lines));

        assertThat(answer.getLast().get("summary").get("refused").asInt()).isEqualTo(9);
        assertThat(answer.getFirst().get("problem").get("type").asString()).isEqualTo("/problems/forbidden");
    }

    @Test
    @Order(5)
    void an_empty_store_answers_again_what_was_answered() throws Exception {
        empty.upload(String.join("\n", lines));
        List<JsonNode> again = empty.upload(String.join("\n", lines) + "\n");

        assertThat(again.getLast().get("summary").get("replayed").asInt()).isEqualTo(9);
        assertThat(again.getFirst().get("version").asInt()).isEqualTo(1);
        for (var answer : answers.entrySet()) {
            assertThat(withoutPositions(empty.get(answer.getKey())))
                    .as(answer.getKey())
                    .isEqualTo(withoutPositions(answer.getValue()));
        }
    }

    private static JsonNode withoutPositions(JsonNode answer) {
        return JsonMapper.shared().readTree(answer.toString().replaceAll("\"position\":\\d+", "\"position\":0"));
    }

    @Test
    @Order(6)
    void what_was_imported_is_archived_again_as_the_same_lines() throws Exception {
        JsonNode part = empty.purge().get("partitions").get(0);

        Path again =
                folder.resolve("empty/archives").resolve(part.get("archive").asString());
        assertThat(read(again.toString()).out().lines().map(RestoringOrdersTest::withoutPlace))
                .isEqualTo(lines.stream().map(RestoringOrdersTest::withoutPlace).toList());
        assertThat(empty.get("/v1/status-changes?after=3").get("floor").asLong())
                .isEqualTo(9);
    }

    private static String withoutPlace(String line) {
        return line.replaceAll("\"position\":\\d+", "").replaceAll("\"hash\":\"[0-9a-f]+\"", "");
    }

    @Test
    @Order(7)
    void a_store_that_purged_an_order_does_not_take_it_back_nor_does_one_with_changes_of_its_own() throws Exception {
        assertThat(problems(origin.upload(String.join("\n", lines)))).containsOnly("/problems/order-purged");

        try (var other = new StoredProduct(Files.createDirectory(folder.resolve("other")))) {
            other.send("PUT", "/v1/orders/new/status-changes/c-1", "application/json", "{\"status\":\"PLACED\"}");
            assertThat(problems(other.upload(String.join("\n", lines)))).containsOnly("/problems/store-not-empty");
        }
    }

    @Test
    @Order(8)
    void changes_that_follow_an_archive_in_one_file_are_appended_after_it() throws Exception {
        String archive = String.join("\n", lines);
        String change = "{\"orderId\":\"new-%d\",\"changeId\":\"c-1\",\"status\":\"PLACED\"}";
        try (var mixed = new StoredProduct(Files.createDirectory(folder.resolve("mixed")))) {
            List<JsonNode> answer = mixed.upload(archive + "\n" + change.formatted(1) + "\n" + change.formatted(2));

            assertThat(answer.subList(0, 11))
                    .extracting(line -> line.get("result").asString())
                    .containsOnly("appended");
        }
    }

    private static List<String> problems(List<JsonNode> answer) {
        return answer.subList(0, answer.size() - 1).stream()
                .map(line -> line.path("problem").path("type").asString(""))
                .toList();
    }
}
