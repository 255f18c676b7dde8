package orderstore.api.waiting;

import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** A connection whose request is gone: for Tomcat it is upgraded to another protocol, of which it need know nothing. */
public abstract class LeftConnection implements InternalHttpUpgradeHandler {

    private @Nullable SocketWrapperBase<?> connection;

    /** Null until the request is gone. */
    protected final @Nullable SocketWrapperBase<?> connection() {
        return connection;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        connection = wrapper;
        // Else it would keep the buffers of the request, and all that hangs on them.
        wrapper.setAppReadBufHandler(null);
    }

    @Override
    public void timeoutAsync(long now) {
        // Whoever holds the connection knows how long it takes.
    }

    @Override
    public void setSslSupport(SSLSupport sslSupport) {
        // Who asks was found out before, or will be again.
    }

    @Override
    public void pause() {
        // A stop releases the log's tail and ends all waits before it comes to this.
    }
}
