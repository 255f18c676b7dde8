package orderstore.api.prefer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Prefer} headers of a request, as <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a> says: of a
 * preference that is given twice the first counts, and one that cannot be understood counts as not given.
 */
public final class Preferences {

    /** No preference makes a request wait longer. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The header that tells which preferences were heeded. */
    public static final String APPLIED = "Preference-Applied";

    /** The preference to be answered before it is done. */
    public static final String RESPOND_ASYNC = "respond-async";

    private static final String HEADER = "Prefer";
    // Nothing here gives back what it has matched, so that no header takes longer to read than it is long.
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final String WORD = "(?:" + TOKEN + "|" + QUOTED + ")";
    private static final String BLANK = "[ \\t]*+";
    private static final String PARAMETER =
            BLANK + ";" + BLANK + "(?:" + TOKEN + "(?:" + BLANK + "=" + BLANK + WORD + ")?)?";
    private static final Pattern PREFERENCE = Pattern.compile(
            BLANK + "(" + TOKEN + ")(?:" + BLANK + "=" + BLANK + "(" + WORD + "))?(?:" + PARAMETER + ")*+" + BLANK);
    /** What stands between commas; a comma within quotes is none, and a quote that does not end goes to the end. */
    private static final Pattern MEMBER = Pattern.compile("(?:[^,\"]|" + QUOTED + "|\".*+)++");

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int FEW_DIGITS = 9;

    private final Map<String, String> values = new LinkedHashMap<>();

    private Preferences(HttpServletRequest request) {
        for (String header : Collections.list(request.getHeaders(HEADER))) {
            Matcher member = MEMBER.matcher(header);
            while (member.find()) {
                Matcher preference = PREFERENCE.matcher(member.group());
                if (preference.matches()) {
                    String value = preference.group(2) == null ? "" : preference.group(2);
                    values.putIfAbsent(preference.group(1).toLowerCase(Locale.ROOT), unquoted(value));
                }
            }
        }
    }

    public static Preferences of(HttpServletRequest request) {
        return new Preferences(request);
    }

    /**
     * {@code respond-async}: whether the client would be answered before it is done; {@code wait} beside it is passed
     * over.
     */
    public static boolean respondAsync(HttpServletRequest request) {
        return request.getHeader(HEADER) != null && "".equals(of(request).values.get(RESPOND_ASYNC));
    }

    /** {@code wait}: how long the client would wait for an answer, at most {@link #LONGEST_WAIT}; empty: not given. */
    public Optional<Duration> longPoll() {
        String seconds = values.getOrDefault("wait", "");
        if (!SECONDS.matcher(seconds).matches()) {
            return Optional.empty();
        }
        String digits = seconds.replaceFirst("^0+(?=.)", "");
        return Optional.of(
                digits.length() > FEW_DIGITS || Integer.parseInt(digits) > LONGEST_WAIT.toSeconds()
                        ? LONGEST_WAIT
                        : Duration.ofSeconds(Integer.parseInt(digits)));
    }

    /** Tells the client that its {@code wait} was heeded, and as how much. */
    public static void waited(HttpServletResponse response, Duration wait) {
        response.addHeader(APPLIED, "wait=" + wait.toSeconds());
    }

    private static String unquoted(String word) {
        return word.startsWith("\"") ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1") : word;
    }
}
