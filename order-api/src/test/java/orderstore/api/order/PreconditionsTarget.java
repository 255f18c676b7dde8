package orderstore.api.order;

import java.nio.charset.StandardCharsets;
import orderstore.api.jazzer.Property;
import orderstore.api.json.JsonObject;
import orderstore.api.problem.Problem;
import orderstore.order.Expectation;
import org.springframework.mock.web.MockHttpServletRequest;

/** The preconditions of a change: each line is an {@code If-Match}, or an {@code If-None-Match} if it begins with !. */
public final class PreconditionsTarget {

    private PreconditionsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var request = new MockHttpServletRequest();
        for (String line : Property.text(input).split("\n", 4)) {
            boolean none = line.startsWith("!");
            byte[] value = line.substring(none ? 1 : 0).getBytes(StandardCharsets.UTF_8);
            request.addHeader(none ? "If-None-Match" : "If-Match", Property.header(value));
        }
        JsonObject json = JsonObject.parse(new byte[] {'{', '}'});

        Expectation expectation = Preconditions.of(request, json);

        if (!json.errors().isEmpty()) {
            Property.isRefusal(Problem.invalidRequest(json.errors()));
        }
        String written = WrittenExpectation.write(expectation);
        Property.holds(WrittenExpectation.read(written).equals(expectation), written);
    }
}
