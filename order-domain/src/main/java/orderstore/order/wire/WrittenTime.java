package orderstore.order.wire;

import java.time.Instant;
import java.time.LocalDate;

/** A time as {@link Instant#toString()} wrote it, read without the formatter's detours: a log has many of them. */
final class WrittenTime {

    private static final int SECONDS = "2026-03-01T09:00:00".length();
    private static final int LONGEST_FRACTION = 9;
    private static final long SECONDS_OF_A_DAY = 86_400;

    private WrittenTime() {}

    /** @throws java.time.format.DateTimeParseException if it is no time */
    static Instant read(String text) {
        int last = text.length() - 1;
        boolean plain = last >= SECONDS
                && last <= SECONDS + 1 + LONGEST_FRACTION
                && text.charAt(last) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (last == SECONDS || (text.charAt(SECONDS) == '.' && last > SECONDS + 1));
        if (!plain) {
            return Instant.parse(text); // A year of five digits, or what nobody writes.
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS);
        int fraction = last == SECONDS ? 0 : number(text, SECONDS + 1, last);
        boolean exists = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= LocalDate.of(year, month, 1).lengthOfMonth())
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && fraction >= 0;
        if (!exists) {
            return Instant.parse(text); // Which says what is wrong.
        }
        int nanos = fraction;
        for (int digits = Math.max(0, last - SECONDS - 1); digits < LONGEST_FRACTION; digits++) {
            nanos *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_OF_A_DAY + (hour * 60L + minute) * 60 + second, nanos);
    }

    /** The number that stands there, or −1. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
