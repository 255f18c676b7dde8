package orderstore.api.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that find within two minutes that the other host is gone while an answer is awaited, however long it may take,
 * if the driver wants probes. By its own rules the system would ask for the first time after two hours. If the host goes
 * while a request is on its way, the system sends that again for as long as it thinks right, a quarter of an hour on Linux.
 */
public final class ProbedSockets extends SocketFactory {

    private static final int QUIET = 60; // s
    private static final int PAUSE = 10; // s
    private static final int PROBES = 5;

    @Override
    public Socket createSocket() throws IOException {
        var socket = new Socket();
        var known = socket.supportedOptions();
        if (known.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) { // Not every system lets one choose.
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, QUIET);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PAUSE);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        }
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw refusal();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw refusal();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw refusal();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw refusal();
    }

    /** PostgreSQL's driver, whom alone it is for, connects for itself. */
    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("Sockets are given to the driver before they are connected");
    }
}
