package orderstore.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker that waits has a range open, and its sessions may be idle for a minute. */
class KeepingToARateTest {

    /** Each with what is allowed. */
    @ParameterizedTest
    @CsvSource({"1, 100", "16, 100", "2, 20000", "16, 10000000"})
    void no_range_is_open_for_long(int workers, int rate) {
        var limits = new RebuildLimits(workers, 20_000, rate);

        assertThat(limits.changesOfARange()).isBetween(100, 20_000);
        assertThat((double) limits.changesOfARange() * workers / rate).isLessThanOrEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "6.25, 100", "2000, 2000", "10000000, 5000", "0, 5000"})
    void so_many_changes_are_taken_in_together_as_a_second_allows(double rate, int together) {
        assertThat(Throttle.together(rate)).isEqualTo(together);
    }
}
