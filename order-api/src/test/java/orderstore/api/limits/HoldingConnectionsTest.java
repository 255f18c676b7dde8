package orderstore.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Who takes all connections and says nothing keeps others waiting for a while, and not for ever. */
@TestPropertySource(properties = {"server.tomcat.max-connections=5", "server.tomcat.connection-timeout=1s"})
class HoldingConnectionsTest extends RunningServer {

    @Test
    void a_connection_too_many_waits_until_a_silent_one_is_given_up() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port()));
            }

            assertThat(get("/actuator/health/liveness", null).status()).isEqualTo(200);

            assertThat(silent).as("had to go first").anyMatch(HoldingConnectionsTest::isClosed);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
