package orderstore.api.retention;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import orderstore.api.page.Cursor;
import orderstore.api.page.Id;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import orderstore.eventlog.retention.LogPartitions;
import orderstore.eventlog.retention.RetentionReceipts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The policy of retention, what there is to purge from, and what went. */
@RestController
@RequestMapping(path = "/v1/admin", produces = MediaType.APPLICATION_JSON_VALUE)
class RetentionController {

    private final RetentionSettings settings;
    private final RetentionRun run;
    private final RetentionReceipts receipts;
    private final LogPartitions partitions;

    RetentionController(
            RetentionSettings settings, RetentionRun run, RetentionReceipts receipts, LogPartitions partitions) {
        this.settings = settings;
        this.run = run;
        this.receipts = receipts;
        this.partitions = partitions;
    }

    /**
     * Where retention stands.
     *
     * @param nextRun null: orders are purged on an operator's word alone
     * @param lastReceipt null: nothing was ever purged
     */
    record Standing(
            Policy policy,
            List<Partition> partitions,
            @Nullable Instant nextRun,
            @Nullable ReceiptView lastReceipt) {}

    /** The settings, durations as ISO 8601; {@code archive} is a folder of the node that runs. */
    record Policy(
            boolean enabled,
            String age,
            @Nullable String abandonedAfter,
            String floor,
            String at,
            @Nullable String archive) {}

    /**
     * A partition of the log.
     *
     * @param from the first day on which its orders were opened
     * @param to the day after the last
     */
    record Partition(String name, LocalDate from, LocalDate to, long orders, long changes, long bytes) {}

    @GetMapping("/retention")
    Standing standing(HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return new Standing(
                new Policy(
                        settings.enabled(),
                        IsoDuration.text(settings.age()),
                        settings.abandonedAfter() == null
                                ? null
                                : IsoDuration.text(Objects.requireNonNull(settings.abandonedAfter())),
                        IsoDuration.text(settings.floor()),
                        settings.at(),
                        settings.archive() == null ? null : settings.archive().toString()),
                partitions.list().stream()
                        .map(one -> new Partition(
                                one.name(), one.from(), one.to(), one.streams(), one.events(), one.bytes()))
                        .toList(),
                run.next(),
                receipts.before(Long.MAX_VALUE, 1).stream()
                        .findFirst()
                        .map(ReceiptView::of)
                        .orElse(null));
    }

    /** Receipts, the latest first. */
    @GetMapping("/retention-receipts")
    ResponseEntity<Page<ReceiptView>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        var cursor = Cursor.of(request, query);
        long before = cursor.id(query, Long.MAX_VALUE);
        query.throwIfInvalid();
        List<ReceiptView> found =
                receipts.before(before, limit + 1).stream().map(ReceiptView::of).toList();
        return Page.of(found, limit, last -> cursor.after(last.id())).answer(request);
    }

    @GetMapping("/retention-receipts/{id}")
    ReceiptView one(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return Id.parse(id)
                .flatMap(receipts::find)
                .map(ReceiptView::of)
                .orElseThrow(() -> new Problem(
                                "receipt-unknown",
                                "There is no such receipt",
                                HttpStatus.NOT_FOUND,
                                "There is no receipt " + Quoted.of(id)
                                        + "; GET /v1/admin/retention-receipts lists those that there are.")
                        .exception());
    }
}
