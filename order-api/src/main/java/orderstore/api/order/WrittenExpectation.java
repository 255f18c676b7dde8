package orderstore.api.order;

import java.util.Arrays;
import java.util.stream.Collectors;
import orderstore.order.Expectation;

/** An expectation as text, for changes that are decided later. */
final class WrittenExpectation {

    private static final String ANYTHING = "anything";
    private static final String EXISTING = "existing";
    private static final String ABSENT = "absent";
    private static final String ONE_OF = "one of";

    private WrittenExpectation() {}

    static String write(Expectation expectation) {
        return switch (expectation) {
            case Expectation.Anything anything -> ANYTHING;
            case Expectation.Existing existing -> EXISTING;
            case Expectation.Absent absent -> ABSENT;
            case Expectation.OneOf one ->
                ONE_OF
                        + one.versions().stream()
                                .sorted()
                                .map(version -> " " + version)
                                .collect(Collectors.joining());
        };
    }

    static Expectation read(String text) {
        return switch (text) {
            case ANYTHING -> new Expectation.Anything();
            case EXISTING -> new Expectation.Existing();
            case ABSENT -> new Expectation.Absent();
            default ->
                new Expectation.OneOf(
                        Arrays.stream(text.substring(ONE_OF.length()).split(" "))
                                .filter(version -> !version.isEmpty())
                                .map(Integer::valueOf)
                                .collect(Collectors.toUnmodifiableSet()));
        };
    }
}
