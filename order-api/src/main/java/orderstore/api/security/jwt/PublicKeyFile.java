package orderstore.api.security.jwt;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import orderstore.api.launch.StartRefused;

/** The issuer's public keys in a file, for where it cannot be asked for them. */
final class PublicKeyFile {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int LONGEST = 64 * 1024;
    private static final int SHORTEST_RSA = 2048;

    private PublicKeyFile() {}

    /** The keys in the file, whatever ids a token gives them: the file has no ids. */
    static JWKSource<SecurityContext> source(Path file) {
        var keys = new JWKSet(read(file));
        return (selector, context) -> new JWKSelector(new JWKMatcher.Builder()
                        .keyTypes(selector.getMatcher().getKeyTypes())
                        .curves(selector.getMatcher().getCurves())
                        .build())
                .select(keys);
    }

    private static List<JWK> read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw refusal(file, "it is longer than " + LONGEST + " bytes");
            }
            var keys = new ArrayList<JWK>();
            var blocks = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (blocks.find()) {
                keys.add(key(Base64.getMimeDecoder().decode(blocks.group(1))));
            }
            if (keys.isEmpty()) {
                throw refusal(file, "it has no PEM block \"PUBLIC KEY\", as `openssl x509 -pubkey -noout` writes it");
            }
            return keys;
        } catch (IOException e) {
            throw refusal(file, "it cannot be read");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refusal(
                    file,
                    "it has a key that is neither of RSA, of " + SHORTEST_RSA + " bits or more, nor of an"
                            + " elliptic curve that tokens are signed with");
        }
    }

    private static JWK key(byte[] encoded) throws GeneralSecurityException {
        var spec = new X509EncodedKeySpec(encoded);
        try {
            var key = new RSAKey.Builder(
                            (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec))
                    .build();
            if (key.size() < SHORTEST_RSA) {
                throw new IllegalArgumentException("Too short");
            }
            return key;
        } catch (InvalidKeySpecException notOfRsa) {
            var key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
            return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
        }
    }

    private static StartRefused refusal(Path file, String why) {
        return new StartRefused("The keys of tokens cannot be taken from " + file + ": " + why + ".");
    }
}
