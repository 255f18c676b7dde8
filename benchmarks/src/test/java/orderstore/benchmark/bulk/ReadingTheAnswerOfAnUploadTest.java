package orderstore.benchmark.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Of an answer of any length its end is kept, whatever its pieces. */
class ReadingTheAnswerOfAnUploadTest {

    private static final String HEAD = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    void its_end_is_put_together_from_its_chunks() throws IOException {
        var answer = read(HEAD + chunk("x".repeat(200_000)) + chunk("{\"sum") + chunk("mary\":1}\n") + "0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).endsWith("xx{\"summary\":1}\n").hasSize(1024);
    }

    @Test
    void an_answer_that_breaks_off_is_no_answer() {
        assertThatThrownBy(() -> read(HEAD + chunk("{\"line\":1}\n") + "10\r\n{\"line"))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(HEAD + chunk("{\"line\":1}\n"))).isInstanceOf(EOFException.class);
    }

    private static UploadAnswer read(String text) throws IOException {
        return UploadAnswer.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
