package orderstore.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;

/** Answers for what is thrown outside of Spring MVC, by the security chain above all, and for what is not answered. */
final class ProblemFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
            if (isSilentlyMissing(request, response)) {
                ProblemWriter.write(MvcRefusal.notFound(request), request, response);
            }
        } catch (CloseNowException e) {
            throw e;
        } catch (IOException | ServletException | RuntimeException e) {
            ProblemAnswers.answer(e, request, response);
        }
    }

    /** The actuator answers 404 without a word for what it has not got. */
    private static boolean isSilentlyMissing(HttpServletRequest request, HttpServletResponse response) {
        return response.getStatus() == HttpServletResponse.SC_NOT_FOUND
                && response.getContentType() == null
                && !response.isCommitted()
                && !request.isAsyncStarted();
    }
}
