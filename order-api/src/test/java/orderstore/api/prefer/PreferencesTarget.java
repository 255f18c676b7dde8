package orderstore.api.prefer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import orderstore.api.jazzer.Property;
import org.springframework.mock.web.MockHttpServletRequest;

/** {@code Prefer}, one header a line: it is understood or passed over. */
public final class PreferencesTarget {

    private PreferencesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var request = new MockHttpServletRequest();
        for (String line : Property.text(input).split("\n", 4)) {
            request.addHeader("Prefer", Property.header(line.getBytes(StandardCharsets.UTF_8)));
        }
        Optional<Duration> wait = Preferences.of(request).longPoll();
        Property.holds(
                wait.isEmpty() || (!wait.get().isNegative() && wait.get().compareTo(Preferences.LONGEST_WAIT) <= 0),
                "waits for " + wait);
        Preferences.respondAsync(request);
    }
}
