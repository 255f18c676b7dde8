package orderstore.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The part of a key that is shown once: 256 random bits, marked so that scanners for leaked secrets know it. */
public record KeySecret(String text) {
    private static final String PREFIX = "osk_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static KeySecret random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new KeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** All that is ever stored of it. Looking it up by its hash also takes the same time however much of it is right. */
    public KeyHash hash() {
        try {
            return KeyHash.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** Whether it could be one that was made here. */
    boolean isWellFormed() {
        return text.matches(PREFIX + "[A-Za-z0-9_-]{43}");
    }

    /** Never the secret: a record would print itself into the first log line that mentions it. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
