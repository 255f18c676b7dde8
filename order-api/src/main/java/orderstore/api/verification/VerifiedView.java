package orderstore.api.verification;

import java.time.LocalDate;
import java.util.List;
import orderstore.eventlog.verification.Broken;
import orderstore.eventlog.verification.Verified;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param ok whether everything is as it was written
 * @param brokenOrders how many are not
 * @param broken the first change of each of those that is wrong; the first 100 orders, {@code brokenOrders} counts all
 * @param missing how many changes there should be more, less if negative; null: not counted
 * @param position the log up to here is what {@code missing} and the digests are about; null for one order
 * @param digest over the digests of the months; null for one order
 */
record VerifiedView(
        long orders,
        long changes,
        boolean ok,
        long brokenOrders,
        List<BrokenChange> broken,
        @Nullable Long missing,
        @Nullable Long position,
        @Nullable String digest,
        List<Month> months) {

    /**
     * A change that is wrong.
     *
     * @param position null: there is none
     * @param detail what is wrong, in a sentence
     */
    record BrokenChange(
            String orderId, int version, @Nullable Long position, String detail) {
        static BrokenChange of(Broken broken) {
            return new BrokenChange(broken.stream(), broken.version(), broken.position(), broken.what());
        }
    }

    /** The orders opened in a month, with their changes up to the position. */
    record Month(LocalDate month, long orders, long changes, String digest) {
        static Month of(Verified.Month month) {
            return new Month(month.month(), month.streams(), month.events(), month.digest());
        }
    }

    static VerifiedView of(Verified found) {
        return new VerifiedView(
                found.streams(),
                found.events(),
                found.ok(),
                found.brokenStreams(),
                found.broken().stream().map(BrokenChange::of).toList(),
                found.missing(),
                found.digest() == null ? null : found.through(),
                found.digest(),
                found.months().stream().map(Month::of).toList());
    }
}
