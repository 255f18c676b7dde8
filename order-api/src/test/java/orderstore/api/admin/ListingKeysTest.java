package orderstore.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How operators read the list of keys, and what is no question about it. */
class ListingKeysTest extends KeyClient {

    @Test
    void keys_are_listed_page_by_page() {
        for (int i = 0; i < 5; i++) {
            makeKey("k" + i, "\"reader\"");
        }
        var names = new ArrayList<String>();
        var next = KEYS + "?limit=2";
        while (!next.isEmpty()) {
            var page = get(next, operatorKey());
            assertThat(page.json().propertyNames()).containsExactly("items", "next");
            names.addAll(page.json().get("items").findValuesAsString("name"));
            var link = page.header("Link");
            next = link == null ? "" : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
            assertThat(page.json().get("next").isNull()).isEqualTo(link == null);
            assertThat(next).endsWith(page.json().get("next").asString(""));
        }

        assertThat(names).containsExactly("k0", "k1", "k2", "k3", "k4", "operator");
        assertThat(get(KEYS, operatorKey()).json().get("items")).hasSize(6);
        assertThat(get(KEYS + "?limit=6", operatorKey()).json().get("next").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            limit=0,             /limit
            limit=1001,          /limit
            limit=,              /limit
            limit=x,             /limit
            limit=1&limit=2,     /limit
            offset=1,            /offset
            Limit=1,             /Limit
            limit=x&a=1&b=2,     '/a,/b,/limit'
            a%2Fb~=1,            /a~1b~0
            """)
    void a_query_that_is_not_known_is_refused(String query, String pointers) {
        var answer = get(KEYS + "?" + query, operatorKey());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsString("pointer")).containsOnly(pointers.split(","));
    }

    @Test
    void a_cursor_that_was_damaged_or_made_up_leads_nowhere() {
        makeKey("a", "\"reader\"");
        var cursor = get(KEYS + "?limit=1", operatorKey()).json().get("next").asString();
        assertThat(get(KEYS + "?after=" + cursor, operatorKey()).status()).isEqualTo(200);

        for (var wrong : List.of(
                "",
                "a",
                "YQ",
                "%00",
                "%C3%A4",
                cursor + "A",
                cursor + "=",
                cursor.substring(1),
                cursor.toLowerCase(Locale.ROOT))) {
            var answer = get(KEYS + "?after=" + wrong, operatorKey());
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("invalid-cursor");
        }
    }
}
