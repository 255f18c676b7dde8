package orderstore.api.waiting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * The request line and headers as Tomcat has read them, to be read by it once more. They are never longer than what came,
 * so that no limit is passed by them: Tomcat takes lines that end with a line feed alone.
 */
final class RequestHead {

    private static final int USUAL = 512;

    private RequestHead() {}

    static byte[] of(Request request) {
        var head = new StringBuilder(USUAL).append(request.getMethod()).append(' ');
        head.append(request.requestURI());
        if (!request.queryString().isNull()) {
            head.append('?').append(request.queryString());
        }
        head.append(' ').append(request.protocol()).append('\n');
        MimeHeaders headers = request.getMimeHeaders();
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.getName(i))
                    .append(':')
                    .append(headers.getValue(i))
                    .append('\n');
        }
        return head.append('\n').toString().getBytes(ISO_8859_1);
    }
}
