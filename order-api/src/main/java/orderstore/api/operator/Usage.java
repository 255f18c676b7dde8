package orderstore.api.operator;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command line, taken apart: what is to be done, on what, and how. */
final class Usage {

    private static final Set<String> WITH_VALUE = Set.of(
            "--url",
            "--key-file",
            "--data",
            "--promote",
            "--older-than",
            "--reason",
            "--order",
            "--position",
            "--actor",
            "--path",
            "--from",
            "--to");
    private static final Set<String> ALONE = Set.of("--watch", "--help", "--even-if-behind");
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private Usage() {}

    static Usage parse(List<String> arguments) {
        var usage = new Usage();
        var all = arguments.iterator();
        while (all.hasNext()) {
            String argument = all.next();
            if (argument.equals("-h")) {
                usage.options.put("--help", "");
            } else if (argument.startsWith("--")) {
                usage.option(argument, all);
            } else {
                usage.words.add(argument);
            }
        }
        return usage;
    }

    private void option(String argument, Iterator<String> following) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (ALONE.contains(argument)) {
            options.put(argument, "");
        } else if (!WITH_VALUE.contains(name)) {
            throw new WrongUsage("There is no option " + Text.clean(name) + ".");
        } else if (equals >= 0) {
            options.put(name, argument.substring(equals + 1));
        } else if (following.hasNext()) {
            options.put(name, following.next());
        } else {
            throw new WrongUsage(name + " needs a value.");
        }
    }

    boolean help() {
        return options.containsKey("--help") || words.isEmpty();
    }

    boolean asksForHelp() {
        return options.containsKey("--help");
    }

    boolean watch() {
        return options.containsKey("--watch");
    }

    /** What is to be done. */
    String command() {
        return words.getFirst();
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    /** One of the words behind the command, of which there are to be so many. */
    String word(int place, String what, String pattern) {
        if (place >= words.size()) {
            throw new WrongUsage(command() + " needs " + what + ".");
        }
        String word = words.get(place);
        if (!word.matches("(?s)" + pattern)) {
            throw new WrongUsage("\"" + Text.clean(word) + "\" is not " + what + ".");
        }
        return word;
    }

    /** As {@link #word}; null if it is left out. */
    @Nullable
    String optionalWord(int place, String what, String pattern) {
        return place < words.size() ? word(place, what, pattern) : null;
    }

    /** Refuses words that no command asks for. */
    void atMost(int count) {
        if (words.size() > count) {
            throw new WrongUsage(command() + " does not know what to do with \"" + Text.clean(words.get(count))
                    + "\". A text of several words needs quotes.");
        }
    }

    URI url() {
        String url = options.getOrDefault("--url", DEFAULT_URL);
        if (!url.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new WrongUsage("--url is \"" + Text.clean(url) + "\", but must be like " + DEFAULT_URL + ".");
        }
        try {
            return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--url is \"" + Text.clean(url) + "\", but must be like " + DEFAULT_URL + ".");
        }
    }
}
