package orderstore.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orderstore.api.openapi.Contract;
import orderstore.api.openapi.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** What the documents name is there. */
class KeepingDocumentsTrueTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");
    private static final Pattern PATH = Pattern.compile("/v1(?:/[\\w{}~-]+)+");
    private static final Pattern SETTING =
            Pattern.compile("(?m)^\\| `(orderstore\\.[\\w.-]+)` \\|.*\\| *([^|]*?) *\\|$");

    static List<Path> documents() throws IOException {
        var documents = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("SECURITY.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_somewhere(Path document) {
        for (MatchResult link : all(LINK, read(document))) {
            Path target = link.group(1).isEmpty()
                    ? document
                    : document.resolveSibling(link.group(1)).normalize();
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(headings(target)).as(link.group()).contains(link.group(2));
            }
        }
    }

    private static List<String> headings(Path document) {
        return all(HEADING, read(document)).stream()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void every_test_that_is_named_is_there() throws IOException {
        List<String> tests;
        try (Stream<Path> files =
                Files.find(ROOT, 12, (file, is) -> file.toString().endsWith("Test.java"))) {
            tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
        documents()
                .forEach(document -> assertThat(
                                all(TEST, read(document)).stream().map(MatchResult::group))
                        .as(document.toString())
                        .isSubsetOf(tests));
    }

    @Test
    void every_path_that_is_named_is_of_the_contract() throws IOException {
        List<String> paths = Contract.get().operations().stream()
                .map(Operation::path)
                .distinct()
                .toList();
        documents().forEach(document -> {
            for (MatchResult named : all(PATH, read(document))) {
                assertThat(paths)
                        .as(document.toString())
                        .anyMatch(path -> path.startsWith(named.group() + "/")
                                || named.group().matches(path.replaceAll("\\{\\w+}", "[^/]+")));
            }
        });
    }

    @Test
    void every_setting_is_described_with_its_default() {
        Map<String, String> described = new HashMap<>();
        all(SETTING, read(ROOT.resolve("docs/operating.md")))
                .forEach(row -> described.put(row.group(1), row.group(2).replace("`", "")));

        var bound = new ArrayList<String>();
        var records = new ClassPathScanningCandidateComponentProvider(false);
        records.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        records.findCandidateComponents("orderstore.api")
                .forEach(found -> settings(String.valueOf(found.getBeanClassName()))
                        .forEach((name, otherwise) -> {
                            bound.add(name);
                            assertThat(described).containsKey(name);
                            if (!otherwise.isEmpty()
                                    && !otherwise.startsWith("./")) { // In the data folder, wherever that is.
                                assertThat(described).containsEntry(name, otherwise);
                            }
                        }));
        assertThat(bound).hasSizeGreaterThan(20);
        described.keySet().removeAll(bound);
        assertThat(described.keySet())
                .as("those that are no part of a record")
                .containsExactlyInAnyOrder("orderstore.data", "orderstore.status-model");
    }

    /** The settings of a record with their defaults, which are empty if there is none. */
    private static Map<String, String> settings(String className) {
        Class<?> type;
        try {
            type = Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return settings(type.getAnnotation(ConfigurationProperties.class).value(), type);
    }

    private static Map<String, String> settings(String prefix, Class<?> type) {
        var settings = new HashMap<String, String>();
        RecordComponent[] components = type.getRecordComponents();
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < components.length; i++) {
            var otherwise = parameters[i].getAnnotation(DefaultValue.class);
            String name = prefix + "."
                    + components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (components[i].getType().isRecord()) {
                settings.putAll(settings(name, components[i].getType()));
            } else {
                settings.put(name, otherwise == null ? "" : String.join(",", otherwise.value()));
            }
        }
        return settings;
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
