package orderstore.api.limits;

/** Limits for tests of those who heed them. */
public final class TestLimits {
    private TestLimits() {}

    /** So many may fail; the next one may only after ages. */
    public static FailedKeys failedKeys(int burst) {
        return new FailedKeys(1, burst, new TestMeter());
    }
}
