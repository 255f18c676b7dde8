package orderstore.api.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line: our few options are short names of Spring properties, all else is Spring's own. */
record Arguments(boolean help, List<String> forSpring) {

    /** A command line that cannot be meant. */
    static final class Wrong extends RuntimeException {
        Wrong(String message) {
            super(message);
        }
    }

    private enum Option {
        PORT("--port", "server.port", "a port from 0 to 65535, such as 8080") {
            @Override
            boolean accepts(String value) {
                return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535;
            }
        },
        DATA("--data", DatabaseChoice.DATA_FOLDER, "a folder, such as ./data") {
            @Override
            boolean accepts(String value) {
                return !value.isBlank() && value.indexOf('\0') < 0;
            }
        },
        DATABASE_URL(
                "--database-url", DatabaseChoice.URL, "a JDBC URL, such as jdbc:postgresql://host:5432/orderstore") {
            @Override
            boolean accepts(String value) {
                return GivenDatabase.isUrl(value);
            }
        };

        private final String flag;
        private final String property;
        private final String allowed;

        Option(String flag, String property, String allowed) {
            this.flag = flag;
            this.property = property;
            this.allowed = allowed;
        }

        abstract boolean accepts(String value);

        static @Nullable Option of(String argument) {
            return Arrays.stream(values())
                    .filter(option -> argument.equals(option.flag) || argument.startsWith(option.flag + "="))
                    .findFirst()
                    .orElse(null);
        }

        String translate(String argument, Iterator<String> following) {
            var value = argument.contains("=") ? argument.substring(flag.length() + 1) : next(following);
            if (!accepts(value)) {
                throw new Wrong("%s is \"%s\", but must be %s.".formatted(flag, value, allowed));
            }
            return "--" + property + "=" + value;
        }

        private String next(Iterator<String> following) {
            if (!following.hasNext()) {
                throw new Wrong("%s needs a value: %s.".formatted(flag, allowed));
            }
            return following.next();
        }
    }

    static Arguments parse(String... arguments) {
        var forSpring = new ArrayList<String>();
        var all = List.of(arguments).iterator();
        while (all.hasNext()) {
            var argument = all.next();
            if (argument.equals("--help") || argument.equals("-h")) {
                return new Arguments(true, List.of());
            }
            var option = Option.of(argument);
            forSpring.add(option == null ? argument : option.translate(argument, all));
        }
        return new Arguments(false, List.copyOf(forSpring));
    }
}
