package orderstore.api.launch;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import orderstore.api.launch.embedded.EmbeddedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that does not answer as it should is a sentence that keeps the URL's secrets. */
class NamingADatabaseTest {

    @TempDir
    static Path folder;

    static EmbeddedServer server;
    static EmbeddedServer.Access access;

    @BeforeAll
    static void start() {
        server = new EmbeddedServer(folder);
        access = server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @Test
    void one_that_answers_is_taken() {
        assertThatNoException()
                .isThrownBy(() -> new GivenDatabase(access.url(), access.user(), access.password()).check());
    }

    @Test
    void a_wrong_password() {
        refuses(access.url(), "wrong", "does not let user orderstore in");
    }

    @Test
    void no_password() {
        refuses(access.url(), "", "does not let user orderstore in");
    }

    @Test
    void a_database_that_is_not_there() {
        refuses(access.url() + "2", access.password(), "does not exist on its server");
    }

    @Test
    void nobody_listens() {
        refuses("jdbc:postgresql://127.0.0.1:1/x", "x", "cannot be reached");
    }

    @Test
    void an_unknown_host() {
        refuses("jdbc:postgresql://nowhere.invalid/x", "x", "its host is unknown");
    }

    @Test
    void another_product() {
        refuses("jdbc:mysql://localhost/x", "x", "none of PostgreSQL");
    }

    @Test
    void a_url_that_is_wrong_and_holds_a_secret() {
        assertThatThrownBy(() -> new GivenDatabase("jdbc:postgresql://h:99999/x?password=s3cret", "u", null).check())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Correct the URL")
                .hasMessageNotContaining("s3cret");
    }

    private static void refuses(String url, String password, String why) {
        assertThatThrownBy(() -> new GivenDatabase(url, "orderstore", password).check())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(why);
    }
}
