package orderstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orderstore.eventlog.SharedReads.Times;
import orderstore.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads of the same kind, here of heads, that are asked for at the same time. */
class SharingAReadTest {

    private static final int MOST = 60;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Times PATIENT = new Times(LONG, LONG);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** The queries that have begun, each with what it is to answer. */
    private final BlockingQueue<Query> queries = new LinkedBlockingQueue<>();

    private final SharedReads<StoredHead> reads = new SharedReads<>(MOST, PATIENT, new Semaphore(2), this::query);

    private record Query(List<String> streams, CompletableFuture<Map<String, StoredHead>> answer) {

        /** Each stream has the one version. */
        void answer(int version) {
            answer.complete(streams.stream()
                    .filter(stream -> !stream.equals("none"))
                    .collect(Collectors.toMap(stream -> stream, stream -> head(stream, version))));
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void who_asks_alone_is_read_at_once() throws Exception {
        var head = ask("a");
        next().answer(1);

        assertThat(head.join().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void those_who_ask_meanwhile_share_the_next_query_and_each_has_its_own_head() throws Exception {
        List<Query> busy = keepBusy();
        var meanwhile = IntStream.range(0, 50).mapToObj(i -> ask("s" + i)).toList();
        var none = ask("none");
        Await.until("all have asked", () -> reads.waiting() == 51);
        busy.getFirst().answer(1);

        Query shared = next();
        assertThat(shared.streams()).hasSize(51);
        shared.answer(7);

        assertThat(meanwhile)
                .allSatisfy(
                        head -> assertThat(head.join().orElseThrow().version()).isEqualTo(7));
        assertThat(meanwhile.get(3).join().orElseThrow().stream()).isEqualTo("s3");
        assertThat(none.join()).isEmpty();
        busy.getLast().answer(1);
    }

    @Test
    void a_query_is_not_for_more_streams_than_it_may_be() throws Exception {
        List<Query> busy = keepBusy();
        var many = IntStream.range(0, MOST + 5).mapToObj(i -> ask("s" + i)).toList();
        Await.until("all have asked", () -> reads.waiting() == MOST + 5);
        busy.getFirst().answer(1);

        Query full = next();
        assertThat(full.streams()).hasSize(MOST);
        full.answer(2);
        Query rest = next();
        assertThat(rest.streams()).hasSize(5);
        rest.answer(2);

        assertThat(many).allSatisfy(head -> assertThat(head.join()).isPresent());
        busy.getLast().answer(1);
    }

    @Test
    void nobody_is_given_what_a_query_saw_that_had_begun_before_he_asked() throws Exception {
        List<Query> busy = keepBusy();
        var later = ask(busy.getFirst().streams().getFirst());
        Await.until("he has asked", () -> reads.waiting() == 1);
        busy.forEach(query -> query.answer(1));

        next().answer(2);

        assertThat(later.join().orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void a_query_that_fails_fails_for_all_whom_it_served_and_for_nobody_else() throws Exception {
        List<Query> busy = keepBusy();
        var failing = List.of(ask("a"), ask("b"));
        Await.until("both have asked", () -> reads.waiting() == 2);
        busy.forEach(query -> query.answer(1));
        next().answer().completeExceptionally(new LogUnavailableException("It is down.", null));

        assertThat(failing)
                .allSatisfy(head -> assertThatThrownBy(head::join)
                        .hasCauseInstanceOf(LogUnavailableException.class)
                        .cause()
                        .hasMessage("It is down."));
        var after = ask("a");
        next().answer(3);
        assertThat(after.join()).isPresent();
    }

    @Test
    void of_many_who_ask_again_and_again_nobody_is_forgotten() {
        var quick = new SharedReads<>(
                MOST,
                new Times(Duration.ofNanos(1), LONG),
                new Semaphore(2),
                streams -> streams.stream().collect(Collectors.toMap(stream -> stream, stream -> head(stream, 1))));
        var asking = IntStream.range(0, 64)
                .mapToObj(caller -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 2_000)
                                .forEach(i ->
                                        assertThat(quick.read(caller + "-" + i)).isPresent()),
                        threads))
                .toArray(CompletableFuture[]::new);

        assertThat(CompletableFuture.allOf(asking)).succeedsWithin(Duration.ofSeconds(60));
        assertThat(quick.waiting()).isZero();
    }

    @Test
    void while_no_query_comes_back_others_begin_and_no_more_than_that() throws Exception {
        var quick = new SharedReads<>(MOST, new Times(Duration.ofMillis(1), LONG), new Semaphore(2), this::query);
        List<Query> stalled = new ArrayList<>();
        List<CompletableFuture<Optional<StoredHead>>> heads = new ArrayList<>();
        for (int lane = 0; lane < 4; lane++) {
            heads.add(ask(quick, "s" + lane));
            stalled.add(next());
        }
        var last = ask(quick, "last");
        Await.until("it has asked", () -> quick.waiting() == 1);
        assertThat(queries.poll(50, TimeUnit.MILLISECONDS)).isNull();

        stalled.getLast().answer(1);
        next().answer(2);

        assertThat(last.join().orElseThrow().version()).isEqualTo(2);
        assertThat(heads.getLast().join().orElseThrow().version()).isEqualTo(1);
        assertThat(heads.getFirst()).isNotDone();
        stalled.forEach(query -> query.answer(1));
        assertThat(heads).allSatisfy(head -> assertThat(head.join()).isPresent());
    }

    @Test
    void who_has_waited_for_too_long_is_told_so_and_is_not_read() throws Exception {
        var impatient = new SharedReads<>(
                MOST, new Times(Duration.ofMillis(1), Duration.ofMillis(1)), new Semaphore(2), this::query);
        List<Query> stalled = new ArrayList<>();
        List<CompletableFuture<Optional<StoredHead>>> heads = new ArrayList<>();
        for (int lane = 0; lane < 4; lane++) {
            heads.add(ask(impatient, "s" + lane));
            stalled.add(next());
        }

        var late = ask(impatient, "late");

        assertThatThrownBy(late::join).hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(impatient.waiting()).isZero();
        stalled.forEach(query -> query.answer(1));
        assertThat(heads).allSatisfy(head -> assertThat(head.join()).isPresent());
    }

    private Map<String, StoredHead> query(List<String> streams) {
        var query = new Query(streams, new CompletableFuture<>());
        queries.add(query);
        try {
            return query.answer().join();
        } catch (CompletionException e) {
            throw new LogUnavailableException("It is down.", e);
        }
    }

    /** As many queries as there may be at once, begun and not answered. */
    private List<Query> keepBusy() throws InterruptedException {
        var one = ask("busy-1");
        Query first = next();
        var two = ask("busy-2");
        Query second = next();
        assertThat(List.of(one, two)).noneMatch(CompletableFuture::isDone);
        return List.of(first, second);
    }

    private CompletableFuture<Optional<StoredHead>> ask(String stream) {
        return ask(reads, stream);
    }

    private CompletableFuture<Optional<StoredHead>> ask(SharedReads<StoredHead> of, String stream) {
        return CompletableFuture.supplyAsync(() -> of.read(stream), threads);
    }

    private Query next() throws InterruptedException {
        Query query = queries.poll(20, TimeUnit.SECONDS);
        assertThat(query).as("a query begins").isNotNull();
        return query;
    }

    private static StoredHead head(String stream, int version) {
        return new StoredHead(stream, version, false, "{}");
    }
}
