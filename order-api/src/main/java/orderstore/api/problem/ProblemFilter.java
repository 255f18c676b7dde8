package orderstore.api.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;

/** Answers for what is thrown outside of Spring MVC, by the security chain above all. */
final class ProblemFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (CloseNowException e) {
            throw e;
        } catch (IOException | ServletException | RuntimeException e) {
            ProblemAnswers.answer(e, request, response);
        }
    }
}
