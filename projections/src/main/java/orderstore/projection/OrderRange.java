package orderstore.projection;

import java.time.LocalDate;

/**
 * Some of the orders that were opened in a month.
 *
 * @param month its first day
 * @param after orders after this id; empty: from the first
 * @param last the last of them
 * @param changes how many changes they had when the range was made
 */
public record OrderRange(LocalDate month, String after, String last, long changes) {}
