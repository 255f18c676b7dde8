package orderstore.api.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A line that holds an event which is none is refused, with what is wrong with it. */
class ReadingAnArchiveLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'changeId':1,'kind':'command','status':'PLACED'} | {} | Its event has a member",
                "{'changeId':'c-1','kind':'command','status':'PLACED','attributes':1} | {} | Its event has a member",
                "{'changeId':'c-1','kind':'command','status':'PLACED','occurredAt':'then'} | {} | Its event has a member",
                "{'changeId':'c-1','kind':'command','status':'PLACED'} | {'actor':1} | Its event has a member",
                "{'kind':'command','status':'PLACED'} | {} | It has no changeId.",
                "[1] | {} | It is not a JSON object.",
                "'' | {} | It is not a JSON object.",
            },
            quoteCharacter = '"')
    void an_event_that_is_none_is_refused(String payload, String metadata, String why) {
        var line = JsonMapper.shared().createObjectNode();
        line.put("orderId", "o-1").put("changeId", "c-1").put("version", 1).put("position", 1);
        line.put("status", "PLACED").put("kind", "command").put("effect", "applied");
        line.put("occurredAt", "2026-03-01T09:00:00Z").put("recordedAt", "2026-03-01T09:00:00Z");
        line.putObject("event")
                .put("type", "order.status-changed.v1")
                .put("payload", payload.equals("''") ? "" : payload.replace('\'', '"'))
                .put("metadata", metadata.replace('\'', '"'));

        assertThatThrownBy(() -> new ChangeLines(JsonMapper.shared())
                        .read(line.toString().getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }
}
