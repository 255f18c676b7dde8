package orderstore.projection.overview;

/** In which order found orders come; those that changed at the same time come by id. */
public enum OverviewSort {
    CHANGED_AT,
    CHANGED_AT_DESCENDING,
    ORDER_ID
}
