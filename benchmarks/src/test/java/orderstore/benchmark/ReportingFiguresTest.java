package orderstore.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of several rounds. */
class ReportingFiguresTest {

    @Test
    void the_median_is_the_middle_one_or_between_the_two_in_the_middle() {
        assertThat(Spread.of(List.of(3.0, 100.0, 1.0))).isEqualTo(new Spread(3, 1, 100));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(new Spread(3, 1, 100));
    }

    @Test
    void a_ratio_is_taken_within_each_round_and_the_last_line_is_json() {
        var report = new Report("append");
        for (double round : List.of(1.0, 2.0, 4.0)) {
            report.figure("ours_per_second", 10 * round * round);
            report.figure("limit_per_second", 5 * round);
        }
        report.ratio("limit", "ours_per_second", "limit_per_second");

        var out = new ByteArrayOutputStream();
        report.print(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines().reduce("", (before, line) -> line))
                .isEqualTo("{\"benchmark\":\"append\",\"figures\":{"
                        + "\"ours_per_second\":{\"median\":40.000,\"min\":10.000,\"max\":160.000},"
                        + "\"limit_per_second\":{\"median\":10.000,\"min\":5.000,\"max\":20.000}},"
                        + "\"ratios\":{\"limit\":{\"median\":4.000,\"min\":2.000,\"max\":8.000}}}");
    }
}
