package orderstore.benchmark.http;

import java.util.concurrent.ThreadLocalRandom;

/** Writes ids as text into bytes, without making objects. */
public final class Ids {

    public static final int LENGTH = 36;
    private static final int TRACE_DIGITS = 32;

    private Ids() {}

    /** A UUIDv7 (RFC 9562, 5.7) of now. */
    public static void write(byte[] target, int at) {
        var random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 1L << 63;
        digits(target, at, high >>> 32, 8);
        digits(target, at + 9, high >>> 16, 4);
        digits(target, at + 14, high, 4);
        digits(target, at + 19, low >>> 48, 4);
        digits(target, at + 24, low, 12);
        for (int dash : new int[] {8, 13, 18, 23}) {
            target[at + dash] = '-';
        }
    }

    /** The 32 digits of a W3C trace id. */
    static void writeTrace(byte[] target, int at) {
        var random = ThreadLocalRandom.current();
        digits(target, at, random.nextLong(), TRACE_DIGITS / 2);
        digits(target, at + TRACE_DIGITS / 2, random.nextLong() | 1, TRACE_DIGITS / 2); // Never all zeros.
    }

    /** The lowest digits of a number, in hexadecimal. */
    public static void digits(byte[] target, int at, long number, int count) {
        for (int i = 0; i < count; i++) {
            long digit = (number >>> (4 * (count - 1 - i))) & 0xf;
            target[at + i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }
}
