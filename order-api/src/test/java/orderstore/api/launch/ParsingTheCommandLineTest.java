package orderstore.api.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our options become Spring properties, and what is not ours stays as it is. */
class ParsingTheCommandLineTest {

    @Test
    void an_option_takes_its_value_after_a_blank_or_an_equals_sign() {
        assertThat(Arguments.parse("--port", "9", "--data=/d").forSpring())
                .containsExactly("--server.port=9", "--orderstore.data=/d");
        assertThat(Arguments.parse("--database-url=jdbc:postgresql://h/d?a=b").forSpring())
                .containsExactly("--spring.datasource.url=jdbc:postgresql://h/d?a=b");
    }

    @Test
    void all_else_goes_to_spring_unchanged() {
        assertThat(Arguments.parse("--server.address=::1", "--portal", "x").forSpring())
                .containsExactly("--server.address=::1", "--portal", "x");
    }

    @Test
    void help_wins_over_everything_after_it() {
        assertThat(Arguments.parse("--help", "--port", "x").help()).isTrue();
        assertThat(Arguments.parse("-h").help()).isTrue();
        assertThat(Arguments.parse().help()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "-1", "65536", "123456", "8080 "})
    void a_port_is_a_number_up_to_65535(String port) {
        assertThatThrownBy(() -> Arguments.parse("--port", port))
                .isInstanceOf(Arguments.Wrong.class)
                .hasMessage("--port is \"" + port + "\", but must be a port from 0 to 65535, such as 8080.");
    }

    @Test
    void a_value_that_is_missing_or_cannot_be_meant_is_refused() {
        assertThatThrownBy(() -> Arguments.parse("--port")).hasMessageStartingWith("--port needs a value: a port");
        assertThatThrownBy(() -> Arguments.parse("--data=")).hasMessageStartingWith("--data is \"\"");
        assertThatThrownBy(() -> Arguments.parse("--database-url", "postgres://h/d"))
                .hasMessageContaining("such as jdbc:postgresql://");
    }
}
