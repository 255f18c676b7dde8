package orderstore.eventlog;

import java.util.List;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Where the events of a unit of work stand in the log: filled when they are durable, which is before it commits. */
public final class AppendReceipt {

    private static final String RESOURCE = AppendReceipt.class.getName();

    private List<Appended> appended = List.of();

    private AppendReceipt() {}

    /** The receipt of a unit of work; empty until its events have been appended. */
    public static AppendReceipt of(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().getOrComputeResource(RESOURCE, key -> new AppendReceipt());
    }

    /** One entry for each event, in the order in which they were applied; empty if none was. */
    public List<Appended> appended() {
        return appended;
    }

    void fill(List<Appended> durable) {
        appended = durable;
    }
}
