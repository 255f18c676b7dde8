package orderstore.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers for what is thrown inside of Spring MVC, before any resolver of its own has a say. */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (response.isCommitted()) {
            return null; // Too late for a problem: the filter around will break the connection.
        }
        try {
            ProblemAnswers.answer(e, request, response);
            return new ModelAndView();
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
