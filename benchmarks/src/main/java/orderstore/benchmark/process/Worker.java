package orderstore.benchmark.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client on a JVM of its own: asked by a line, it works and answers by a line. It ends with its standard input at the latest. */
public final class Worker implements AutoCloseable {

    private static final String FAILED = "failed: ";

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    /** Work that is done for a line. */
    @FunctionalInterface
    public interface Work {
        String answer(String question) throws Exception;
    }

    private Worker(Process process) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a main class of this class path, which calls {@link #serve}. */
    public static Worker start(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Worker(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Sends a question and waits for its answer.
     *
     * @throws IllegalStateException with its words if the work failed
     */
    public String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null || answer.startsWith(FAILED)) {
            throw new IllegalStateException("%s: %s".formatted(question, answer));
        }
        return answer;
    }

    /** The other side: works until nobody asks any more. */
    public static void serve(Work work) throws IOException {
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(answer(work, question));
            }
        }
    }

    private static String answer(Work work, String question) {
        try {
            return work.answer(question);
        } catch (Exception e) {
            e.printStackTrace();
            return FAILED + e;
        }
    }

    @Override
    public void close() {
        Ending.of(process);
    }
}
