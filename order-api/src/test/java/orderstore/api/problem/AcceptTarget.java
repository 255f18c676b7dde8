package orderstore.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import orderstore.api.jazzer.Property;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** {@code Accept}: it is refused, or Spring can read what is made of it. */
public final class AcceptTarget {

    private AcceptTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws ServletException, IOException {
        var request = new MockHttpServletRequest();
        request.addHeader("Accept", Property.header(input));
        FilterChain chain = (asked, answered) ->
                MediaType.parseMediaTypes(((jakarta.servlet.http.HttpServletRequest) asked).getHeader("Accept"));
        try {
            new AcceptFilter().doFilter(request, new MockHttpServletResponse(), chain);
        } catch (ProblemException refused) {
            Property.isRefusal(refused);
        }
    }
}
