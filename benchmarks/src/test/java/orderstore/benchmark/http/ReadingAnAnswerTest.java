package orderstore.benchmark.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer ends, however it says so and in whatever pieces it arrives. */
class ReadingAnAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 201 \r\nETag: \"1\"\r\nContent-Length: 11\r\n\r\n{\"a\":\"b\\n\"}",
                "HTTP/1.1 201 Created\r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 201 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab\r\nc\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n",
            })
    void it_is_complete_with_its_last_byte_and_not_before(String text) {
        byte[] bytes = text.getBytes(US_ASCII);

        for (int arrived = 0; arrived < bytes.length; arrived++) {
            assertThat(Answer.end(bytes, arrived)).as("%d bytes", arrived).isEqualTo(-1);
        }
        assertThat(Answer.end(bytes, bytes.length)).isEqualTo(bytes.length);
        assertThat(Answer.status(bytes)).isEqualTo(201);
    }

    @Test
    void what_comes_behind_it_does_not_belong_to_it() {
        byte[] bytes = "HTTP/1.1 304 \r\nETag: \"1\"\r\n\r\nHTTP/1.1 200 \r\n".getBytes(US_ASCII);

        assertThat(Answer.end(bytes, bytes.length)).isEqualTo(28);
        assertThat(Answer.status(bytes)).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 \r\n\r\nbody", "HTTP/1.1 200 \r\nContent-Length: x\r\n\r\n"})
    void an_answer_that_does_not_tell_its_length_is_refused(String text) {
        byte[] bytes = text.getBytes(US_ASCII);

        assertThatThrownBy(() -> Answer.end(bytes, bytes.length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_answer_may_be_the_last_one_of_its_connection() {
        byte[] last = "HTTP/1.1 200 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
        byte[] other = "HTTP/1.1 200 \r\nContent-Length: 17\r\n\r\nConnection: close".getBytes(US_ASCII);

        assertThat(Answer.closes(last, last.length)).isTrue();
        assertThat(Answer.closes(other, other.length)).isFalse();
    }
}
