package orderstore.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be the name of an order or of a change. */
class NamingAnOrderTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "o-1", "01J9Z:a.b_c~d", "...", "-"})
    void these_may(String name) {
        assertThat(new OrderId(name)).hasToString(name);
        assertThat(new ChangeId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a%2Fb", "ä", "a\u0000", "😀", "a\n"})
    void these_may_not(String name) {
        assertThatThrownBy(() -> new OrderId(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChangeId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void up_to_sixty_four_characters(int length) {
        assertThat(new OrderId("x".repeat(length)).value()).hasSize(length);
        assertThatThrownBy(() -> new OrderId("x".repeat(65))).hasMessageContaining("1 to 64");
    }
}
