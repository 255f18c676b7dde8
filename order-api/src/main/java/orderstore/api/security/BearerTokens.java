package orderstore.api.security;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/** Tells who is asking from what somebody else has signed. There is none unless the product is told whom to believe. */
public interface BearerTokens {

    /** Whether it is meant to be such a token, good or bad; a key never is. */
    boolean isOne(String bearer);

    /**
     * Who is asking, in the shape of a key; the name is one that no key can have.
     *
     * @param address where the token came from
     * @throws BadCredentialsException if the token is not to be believed; the message says why, with nothing of the token
     * @throws orderstore.api.problem.ProblemException {@code too-many-requests} when too many were not that came from
     *     there; {@code unavailable} when it cannot be told now
     */
    Authentication authenticate(String token, String address);
}
