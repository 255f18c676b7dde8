package orderstore.eventlog.archive;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What an archive is of: the streams of one month that a plan of retention lets go.
 *
 * @param planDigest the plan's digest, hexadecimal
 * @param receipt the id of the receipt that will tell of it
 * @param month in which the streams were opened, by its first day
 * @param streams how many there are
 * @param events how many they have together
 * @param digest of what goes, as the plan has it: hexadecimal SHA-256 over the last hash of each stream, in the order of
 *     their names
 */
public record Part(
        long plan,
        String planDigest,
        long receipt,
        Instant cutoff,
        LocalDate month,
        long streams,
        long events,
        String digest) {}
