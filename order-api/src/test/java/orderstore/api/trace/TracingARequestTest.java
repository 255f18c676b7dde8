package orderstore.api.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which trace a request belongs to. */
class TracingARequestTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-ff",
                "01-" + TRACE + "-00f067aa0ba902b7-01",
                "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-brings",
            })
    void a_valid_traceparent_is_taken(String traceparent) {
        assertThat(TraceContext.of(request(traceparent))).isEqualTo(new TraceContext(TRACE, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TRACE,
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-" + TRACE + "-00f067aa0ba902b7-01-tail",
                "00-" + TRACE + "-00f067aa0ba902b7-01-",
                "cc-" + TRACE + "-00f067aa0ba902b7-01tail",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "0-" + TRACE + "-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-1",
                "00-" + TRACE + "-00f067aa0ba902b7-0x",
                "00_" + TRACE + "_00f067aa0ba902b7_01",
                " 00-" + TRACE + "-00f067aa0ba902b7-01",
            })
    void any_other_traceparent_starts_a_new_trace(String traceparent) {
        var context = TraceContext.of(request(traceparent));

        assertThat(context.sent()).isFalse();
        assertThat(context.traceId()).matches("(?!0{32})[0-9a-f]{32}").isNotEqualTo(TRACE);
    }

    @Test
    void two_traceparents_are_as_good_as_none() {
        var request = request("00-" + TRACE + "-00f067aa0ba902b7-01");
        request.addHeader("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(TraceContext.of(request).sent()).isFalse();
    }

    @Test
    void a_request_stays_in_its_trace_and_another_one_has_its_own() {
        var request = new MockHttpServletRequest();

        assertThat(TraceContext.of(request)).isEqualTo(TraceContext.of(request));
        assertThat(TraceContext.of(request)).isNotEqualTo(TraceContext.of(new MockHttpServletRequest()));
    }

    @Test
    void the_log_knows_the_trace_for_as_long_as_the_request_is_served() throws Exception {
        var request = request("00-" + TRACE + "-00f067aa0ba902b7-01");

        new TraceFilter()
                .doFilter(
                        request,
                        new MockHttpServletResponse(),
                        (req, res) -> assertThat(MDC.get("traceId")).isEqualTo(TRACE));

        assertThat(MDC.get("traceId")).isNull();
    }

    private static MockHttpServletRequest request(String traceparent) {
        var request = new MockHttpServletRequest();
        request.addHeader("traceparent", traceparent);
        return request;
    }
}
