package orderstore.api.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * A page of a list.
 *
 * @param next what to send as {@code after} for the page that follows; null on the last page
 */
public record Page<T>(List<T> items, @Nullable Object next) {

    /** The headers of an answer have 8 KB; what was sent may be three times as long when it is written in full. */
    private static final int LONGEST_LINK = 4_096;

    /**
     * The page of a list of which one item more than the page may have was looked for.
     *
     * @param found at most {@code limit + 1} items
     * @param cursor what leads to the items after one
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)));
    }

    /** The answer with this page, and with a link to the next one (RFC 8288) if there is one. */
    public ResponseEntity<Page<T>> answer(HttpServletRequest request) {
        return answer(request, request.getParameterMap());
    }

    /**
     * The same, where the next page is to be asked for with other parameters than this one was. Without the link if it
     * would be too long.
     */
    public ResponseEntity<Page<T>> answer(HttpServletRequest request, Map<String, String[]> parameters) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        String link = next == null ? "" : "<" + link(request, parameters, next) + ">; rel=\"next\"";
        if (next != null && link.length() <= LONGEST_LINK) {
            answer.header(HttpHeaders.LINK, link);
        }
        return answer.body(this);
    }

    /** Made from what was understood, since what was sent may be written in ways that mean the same. */
    private static String link(HttpServletRequest request, Map<String, String[]> parameters, Object next) {
        var query = new ArrayList<String>();
        parameters.forEach((name, values) -> {
            for (String value : name.equals("after") ? new String[0] : values) {
                query.add(encoded(name) + "=" + encoded(value));
            }
        });
        query.add("after=" + next);
        return request.getRequestURI() + "?" + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
