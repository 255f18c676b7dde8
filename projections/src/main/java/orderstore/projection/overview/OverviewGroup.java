package orderstore.projection.overview;

import org.jspecify.annotations.Nullable;

/**
 * Orders that lie together in an index, in the order of time and in that of ids.
 *
 * @param source null: of any source, or of none
 */
record OverviewGroup(@Nullable String source, String status, boolean conflicting) {}
