package orderstore.api.waiting;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;
import org.apache.coyote.UpgradeToken;

/** Sets requests aside that are to wait, and knows them again when they are served anew. */
final class WaitingValve extends ValveBase {

    /** Tomcat keeps figures of each protocol that it hears of. */
    private static final String PROTOCOL = "waiting";

    WaitingValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        TakingUp.Turn turn = TakingUp.takeTurn();
        boolean isServed = false;
        try {
            if (turn != null) {
                WaitingRequests.waited(request, turn.outcome());
            }
            getNext().invoke(request, response);
            isServed = true;
        } finally {
            if (turn != null) {
                turn.end();
            }
            if (request.getAttribute(WaitingRequests.TO_BE_SET_ASIDE) instanceof SetAside one) {
                end(isServed, one, request, response);
            }
        }
    }

    private static void end(boolean isServed, SetAside one, Request request, Response response) {
        if (isServed
                && !response.isCommitted()
                && response.getStatus() == WaitingRequests.NOT_YET
                && request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> http) {
            one.keep(RequestHead.of(request.getCoyoteRequest()), http);
            response.getCoyoteResponse().setCommitted(true); // Or Tomcat would send the head of an answer.
            request.getCoyoteRequest().action(ActionCode.UPGRADE, new UpgradeToken(one, null, null, PROTOCOL));
        } else {
            one.giveUp();
        }
    }
}
