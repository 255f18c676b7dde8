package orderstore.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What Spring and Tomcat refuse on the way to a feature and back, said in our words: theirs may name classes. */
final class MvcRefusal {
    /** The number is Tomcat's {@code maxParameterCount} as it is by default. */
    private static final String UNREADABLE_QUERY =
            "has a query that cannot be read; allowed are at most 1000 parameters,"
                    + " name=value with & between them, in percent-encoded UTF-8";

    private MvcRefusal() {}

    /** Null when {@code e} is no refusal of theirs. */
    static @Nullable ProblemException of(Throwable e, HttpServletRequest request) {
        return switch (e) {
            case NoHandlerFoundException ignored -> notFound(request);
            case NoResourceFoundException ignored -> notFound(request);
            case HttpRequestMethodNotSupportedException refused -> methodNotAllowed(refused, request);
            case HttpMediaTypeNotAcceptableException refused ->
                refusal(
                        HttpStatus.NOT_ACCEPTABLE,
                        "Accept is " + header(request, HttpHeaders.ACCEPT) + "; what is offered here is "
                                + refused.getSupportedMediaTypes() + ".",
                        HttpHeaders.EMPTY);
            case HttpMediaTypeNotSupportedException refused ->
                refusal(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type is " + header(request, HttpHeaders.CONTENT_TYPE) + "; what is read here is "
                                + refused.getSupportedMediaTypes() + ".",
                        refused.getHeaders());
            case MethodArgumentTypeMismatchException refused -> invalid(refused.getName(), value(refused));
            case TypeMismatchException refused -> invalid(refused.getPropertyName(), value(refused));
            case MissingServletRequestParameterException refused ->
                invalid(refused.getParameterName(), "is required as a query parameter");
            case MissingRequestHeaderException refused -> invalid(refused.getHeaderName(), "is required as a header");
            case HttpMessageNotReadableException ignored -> invalid(null, "is not readable as what is expected here");
            case InvalidParameterException ignored -> invalid(null, UNREADABLE_QUERY);
            case RequestRejectedException ignored ->
                invalid(
                        null,
                        "has a path, a header or a host with characters that are not accepted: //, ;, \\,"
                                + " %2F, %5C, %00 and control characters are not");
            case ErrorResponse response -> status(response);
            default -> null;
        };
    }

    static ProblemException notFound(HttpServletRequest request) {
        return refusal(
                HttpStatus.NOT_FOUND,
                "There is nothing at " + Quoted.of(request.getRequestURI()) + ".",
                HttpHeaders.EMPTY);
    }

    private static ProblemException methodNotAllowed(
            HttpRequestMethodNotSupportedException refused, HttpServletRequest request) {
        var headers = allow(Objects.requireNonNullElse(refused.getSupportedHttpMethods(), Set.of()));
        return refusal(
                HttpStatus.METHOD_NOT_ALLOWED,
                Quoted.of(request.getMethod()) + " is not possible for " + Quoted.of(request.getRequestURI())
                        + "; allowed: " + headers.getFirst(HttpHeaders.ALLOW) + ".",
                headers);
    }

    /** As Spring answers OPTIONS: with what it does by itself beside what a feature declares. */
    private static HttpHeaders allow(Set<HttpMethod> declared) {
        var possible = new LinkedHashSet<HttpMethod>();
        for (var method : declared) {
            possible.add(method);
            if (method.equals(HttpMethod.GET)) {
                possible.add(HttpMethod.HEAD);
            }
        }
        possible.add(HttpMethod.OPTIONS);
        var headers = new HttpHeaders();
        headers.setAllow(possible);
        return headers;
    }

    private static @Nullable ProblemException status(ErrorResponse response) {
        var status = HttpStatus.resolve(response.getStatusCode().value());
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            return Outage.answer("The answer took too long to make.");
        }
        if (status == HttpStatus.BAD_REQUEST) {
            return invalid(null, "is not a request that can be answered here");
        }
        return status == null || !status.is4xxClientError()
                ? null
                : refusal(
                        status,
                        "The request cannot be answered here: " + status.getReasonPhrase() + ".",
                        response.getHeaders());
    }

    private static ProblemException invalid(@Nullable String name, String detail) {
        return Problem.invalidRequest(name == null ? "" : "/" + name, detail).exception();
    }

    private static ProblemException refusal(HttpStatus status, String detail, HttpHeaders headers) {
        return new ProblemException(StatusProblem.of(status, detail), headers);
    }

    private static String value(TypeMismatchException refused) {
        var type = refused.getRequiredType();
        var isNumber = type != null && Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type));
        var allowed = isNumber ? "a whole number" : "another form";
        return "is " + Quoted.of(String.valueOf(refused.getValue())) + "; allowed is " + allowed;
    }

    private static String header(HttpServletRequest request, String name) {
        var value = request.getHeader(name);
        return value == null ? "missing" : Quoted.of(value);
    }
}
