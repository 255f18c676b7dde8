package orderstore.api.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key to talk with. Never an option: other users of the machine see those.
 *
 * @param from where it was found, for whoever must look there
 */
record OperatorKey(String text, String from) {

    private static final String VARIABLE = "ORDERSTORE_KEY";

    static OperatorKey find(Usage usage, Map<String, String> environment) {
        String file = usage.option("--key-file");
        if (file != null) {
            return of(Path.of(file), "--key-file " + file);
        }
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return checked(variable, VARIABLE);
        }
        return ofFolder(usage.option("--data"));
    }

    private static OperatorKey ofFolder(@Nullable String data) {
        Path made = Path.of(data == null ? "data" : data).resolve("operator.key");
        if (Files.notExists(made)) {
            throw new CommandFailed("No key was found: there is no " + made + ". Name a file with an operator key by"
                    + " --key-file, or let " + VARIABLE + " hold the key.");
        }
        return of(made, made.toString());
    }

    private static OperatorKey of(Path file, String from) {
        try {
            return checked(Files.readString(file), from);
        } catch (NoSuchFileException e) {
            throw new CommandFailed("There is no file " + file + ".");
        } catch (IOException e) {
            throw new CommandFailed("The file " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static OperatorKey checked(String text, String from) {
        String key = text.strip();
        if (!key.matches("[\\x21-\\x7e]{1,16384}")) { // As long as a token may be.
            throw new CommandFailed("What " + from + " holds is no key.");
        }
        return new OperatorKey(key, from);
    }
}
