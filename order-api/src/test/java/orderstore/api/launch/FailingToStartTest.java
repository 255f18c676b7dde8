package orderstore.api.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.PortInUseException;

/** Whatever goes wrong at the start, its user reads sentences. */
class FailingToStartTest {

    record Limits(int most) {
        Limits {
            if (most > 10) {
                throw new IllegalArgumentException("most is %d, and 10 is the limit.".formatted(most));
            }
        }
    }

    @TempDir
    Path data;

    @Test
    void a_refusal_speaks_for_itself_however_deep_it_lies() {
        var refused = new StartRefused("The statuses are wrong. Mend them.");
        assertThat(explain(new BeanCreationException("model", new IllegalStateException(refused))))
                .isEqualTo("The statuses are wrong. Mend them.");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_port_in_use_names_the_way_out() {
        assertThat(explain(new PortInUseException(8080)))
                .isEqualTo("Port 8080 is in use. Stop the program that listens there,"
                        + " or choose another port with --port.");
    }

    @Test
    void a_setting_that_cannot_be_read_is_shown_with_its_value() {
        assertThat(explain(bind("limits.most", "many")))
                .isEqualTo("The setting limits.most is \"many\", which is no valid int: For input string: \"many\".");
    }

    @Test
    void settings_that_contradict_a_rule_give_the_rule() {
        assertThat(explain(bind("limits.most", "11")))
                .isEqualTo("The settings below limits are wrong: most is 11, and 10 is the limit.");
    }

    @Test
    void a_migration_that_fails_is_reported_whole_in_a_file() throws IOException {
        assertThat(explain(new FlywayException("Checksum mismatch\n-> Applied 1")))
                .isEqualTo("The database's schema cannot be brought up to this version: Checksum mismatch -> Applied 1."
                        + " The whole report is in " + data.resolve("start-failure.log") + ".");
        assertThat(Files.readString(data.resolve("start-failure.log")))
                .contains("\tat " + getClass().getName());
    }

    @Test
    void what_nobody_foresaw_is_a_sentence_as_well() {
        assertThat(explain(new IllegalStateException("outer", new ArithmeticException("by zero"))))
                .startsWith("The start failed: by zero. The whole report is in ");
    }

    @Test
    void without_a_data_folder_the_report_goes_elsewhere() throws IOException {
        var sentence = new StartFailure(new IllegalStateException("x"), data.resolve("missing")).explanation();
        var file = Path.of(sentence.replaceAll(".* is in (.*)\\.$", "$1"));
        assertThat(file).isRegularFile();
        Files.delete(file);
    }

    @Test
    void springs_own_explanations_are_used() {
        var spring = new SpringApplication(FailingToStartTest.class);
        try {
            spring.run("--spring.config.location=/nowhere/x.yml").close();
            throw new AssertionError("It started.");
        } catch (RuntimeException e) {
            assertThat(explain(e))
                    .startsWith("Config data resource 'file [/nowhere/x.yml]'")
                    .doesNotContain("\n");
        }
    }

    private String explain(Throwable failure) {
        return new StartFailure(failure, data).explanation();
    }

    private static BindException bind(String name, String value) {
        try {
            new Binder(new MapConfigurationPropertySource(Map.of(name, value))).bind("limits", Limits.class);
            throw new AssertionError("It was taken.");
        } catch (BindException e) {
            return e;
        }
    }
}
