package orderstore.order.model;

/** What kind of status it is, the same in every model, for search, statistics and retention. */
public enum Category {
    OPEN,
    HELD,
    FULFILMENT,
    TRANSIT,
    COMPLETED,
    RETURN,
    EXCEPTION,
    ENDED
}
