package orderstore.api.jazzer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orderstore.api.archive.ArchiveLineTarget;
import orderstore.api.bulk.LinesTarget;
import orderstore.api.json.TimesTarget;
import orderstore.api.model.StatusModelTarget;
import orderstore.api.order.ChangeTarget;
import orderstore.api.order.PreconditionsTarget;
import orderstore.api.page.QueryTarget;
import orderstore.api.prefer.PreferencesTarget;
import orderstore.api.problem.AcceptTarget;
import orderstore.api.search.SearchTarget;
import orderstore.api.security.KeyTarget;
import orderstore.api.trace.TraceparentTarget;

/** What is fuzzed: a class with a method {@code fuzzerTestOneInput}, and a folder of inputs to begin with. */
record Target(Class<?> type) {

    private static final Path INPUTS = Path.of("src/test/resources/orderstore/api/jazzer");

    static Stream<Target> all() {
        return Stream.of(
                        AcceptTarget.class,
                        ArchiveLineTarget.class,
                        ChangeTarget.class,
                        KeyTarget.class,
                        LinesTarget.class,
                        PreconditionsTarget.class,
                        PreferencesTarget.class,
                        QueryTarget.class,
                        SearchTarget.class,
                        StatusModelTarget.class,
                        TimesTarget.class,
                        TraceparentTarget.class)
                .map(Target::new);
    }

    Path inputs() {
        return INPUTS.resolve(type.getSimpleName());
    }

    List<Path> eachInput() throws IOException {
        try (Stream<Path> files = Files.list(inputs())) {
            return files.sorted().toList();
        }
    }

    /** As Jazzer does it. */
    void read(byte[] input) throws ReflectiveOperationException {
        try {
            type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw new AssertionError("The target is not satisfied", e.getCause());
        }
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
