package orderstore.api.order;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import orderstore.api.page.QueryParameters;
import orderstore.order.Effect;
import orderstore.order.Kind;
import orderstore.order.model.Status;
import org.jspecify.annotations.Nullable;

/** Which changes of a history are wanted; a repeated parameter means any of its values, {@code From} is included, {@code To} is not. */
final class HistoryFilter {

    private static final Set<String> KINDS = names(Kind.values(), Kind::wireName);
    private static final Set<String> EFFECTS = names(Effect.values(), Effect::wireName);
    private static final int MAX_NAME = 64;

    private HistoryFilter() {}

    static Predicate<StatusChange> read(QueryParameters query) {
        return anyOf(query.anyOf("status", Status.MAX_LENGTH), StatusChange::status)
                .and(anyOf(query.anyOf("kind", KINDS), StatusChange::kind))
                .and(anyOf(query.anyOf("effect", EFFECTS), StatusChange::effect))
                .and(anyOf(query.anyOf("source", MAX_NAME), StatusChange::source))
                .and(anyOf(query.anyOf("actor", MAX_NAME), StatusChange::actor))
                .and(within(query.instant("occurredFrom"), query.instant("occurredTo"), StatusChange::occurredAt))
                .and(within(query.instant("recordedFrom"), query.instant("recordedTo"), StatusChange::recordedAt));
    }

    private interface Member<T> {
        @Nullable
        T of(StatusChange change);
    }

    private static Predicate<StatusChange> anyOf(Set<String> wanted, Member<String> member) {
        return wanted.isEmpty()
                ? change -> true
                : change -> {
                    String value = member.of(change);
                    return value != null && wanted.contains(value);
                };
    }

    private static Predicate<StatusChange> within(
            @Nullable Instant from, @Nullable Instant to, Function<StatusChange, Instant> member) {
        return change -> (from == null || !member.apply(change).isBefore(from))
                && (to == null || member.apply(change).isBefore(to));
    }

    private static <T> Set<String> names(T[] values, Function<T, String> name) {
        return Arrays.stream(values).map(name).collect(Collectors.toCollection(TreeSet::new));
    }
}
