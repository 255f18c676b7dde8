package orderstore.projection.statistics;

import java.time.Instant;
import java.util.Map;
import orderstore.order.ChangeId;
import orderstore.order.Claim;
import orderstore.order.Kind;
import orderstore.order.OrderEvent;
import orderstore.order.OrderEvent.ReportSuperseded;
import orderstore.order.OrderEvent.StatusChanged;
import orderstore.order.model.Status;

/** What is told of orders: that they changed, in time or late. */
final class Reports {

    private Reports() {}

    static OrderEvent changed(String id, String status, Instant at) {
        return new StatusChanged(claim(id, status, at), null);
    }

    static OrderEvent late(String id, String status, Instant at) {
        return new ReportSuperseded(claim(id, status, at), null);
    }

    private static Claim claim(String id, String status, Instant at) {
        return new Claim(new ChangeId(id), Kind.REPORT, new Status(status), at, null, null, Map.of(), null);
    }
}
