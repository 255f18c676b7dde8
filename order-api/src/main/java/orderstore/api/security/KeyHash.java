package orderstore.api.security;

import java.util.HexFormat;

/** The SHA-256 of a key: all that is stored of it, and what it is known by. */
public record KeyHash(String hex) {

    static KeyHash of(byte[] sha256) {
        return new KeyHash(HexFormat.of().formatHex(sha256));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
