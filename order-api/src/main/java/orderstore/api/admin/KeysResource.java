package orderstore.api.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import orderstore.api.json.RequestBody;
import orderstore.api.page.Cursor;
import orderstore.api.page.Page;
import orderstore.api.page.QueryParameters;
import orderstore.api.problem.Problem;
import orderstore.api.problem.Quoted;
import orderstore.api.security.ApiKeys;
import orderstore.api.security.KeySecret;
import orderstore.api.security.Role;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The keys that may use this store. */
@RestController
@RequestMapping(path = "/v1/admin/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeysResource {
    private static final int LONGEST_BODY = 64 * 1024;

    private final KeyRegister register;
    private final ApiKeys keys;

    KeysResource(KeyRegister register, ApiKeys keys) {
        this.register = register;
        this.keys = keys;
    }

    record Created(String name, List<String> roles, Instant createdAt, String createdBy, String key) {}

    /** Makes a key. This answer is the only one that ever shows it. */
    @PostMapping
    ResponseEntity<Created> create(HttpServletRequest request, Authentication operator) throws IOException {
        var asked = NewKey.read(RequestBody.read(request, LONGEST_BODY));
        QueryParameters.of(request).throwIfInvalid();
        var secret = KeySecret.random();
        var made = register.add(asked.name(), asked.roles(), secret.hash(), operator.getName())
                .orElseThrow(() -> exists(asked.name()).exception());
        return ResponseEntity.created(URI.create("/v1/admin/keys/" + made.name()))
                .cacheControl(CacheControl.noStore())
                .body(new Created(made.name(), made.roles(), made.createdAt(), made.createdBy(), secret.text()));
    }

    @GetMapping
    ResponseEntity<Page<KeyRegister.Entry>> list(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        int limit = query.limit();
        var cursor = Cursor.of(request, query);
        var after = cursor.key(query);
        query.throwIfInvalid();
        var found = register.list(after, limit + 1); // One more tells whether there is a next page.
        return Page.of(found, limit, last -> cursor.after(last.name())).answer(request);
    }

    @GetMapping("/{name}")
    KeyRegister.Entry one(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return register.find(name).orElseThrow(() -> unknown(name).exception());
    }

    /** Revokes a key. Once this is answered, which takes half a second, no node lets it in. */
    @DeleteMapping("/{name}")
    ResponseEntity<Void> revoke(@PathVariable String name, HttpServletRequest request) throws InterruptedException {
        QueryParameters.of(request).throwIfInvalid();
        boolean revoked = register.revoke(name).orElseThrow(() -> unknown(name).exception());
        if (!revoked) {
            throw lastOperator(name).exception();
        }
        keys.awaitForgotten();
        return ResponseEntity.noContent().build();
    }

    private static Problem exists(String name) {
        return new Problem(
                "key-exists",
                "The name is in use",
                HttpStatus.CONFLICT,
                "There is a key named " + name + " already; choose another name, or revoke that key first.",
                Map.of("name", name));
    }

    private static Problem unknown(String name) {
        return new Problem(
                "key-unknown",
                "There is no such key",
                HttpStatus.NOT_FOUND,
                "There is no key named " + Quoted.of(name) + "; GET /v1/admin/keys lists those that there are.");
    }

    private static Problem lastOperator(String name) {
        return new Problem(
                "last-operator-key",
                "The last operator key stays",
                HttpStatus.CONFLICT,
                "Key " + name + " is the only one with role " + Role.OPERATOR.wireName()
                        + "; make another one before you revoke it.",
                Map.of("name", name));
    }
}
