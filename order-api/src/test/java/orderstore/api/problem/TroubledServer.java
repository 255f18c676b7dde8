package orderstore.api.problem;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import orderstore.api.security.RunningServer;
import orderstore.eventlog.AppendOutcomeUnknownException;
import orderstore.eventlog.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A product with paths of its own, on which everything goes wrong. */
@Import(TroubledServer.Trouble.class)
@ExtendWith(OutputCaptureExtension.class)
abstract class TroubledServer extends RunningServer {

    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @RestController
    static class Trouble {
        private final JdbcClient jdbc;

        Trouble(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @GetMapping("/trouble/problem")
        String problem() {
            var headers = new HttpHeaders();
            headers.set("Retry-After", "7");
            var problem = new Problem(
                    "order-unknown",
                    "There is no such order",
                    HttpStatus.NOT_FOUND,
                    "There is no order o-1.",
                    Map.of("orderId", "o-1"));
            throw new ProblemException(problem, headers);
        }

        @GetMapping("/trouble/bug")
        String bug() {
            throw new IllegalStateException("select secret from orderstore.Internal");
        }

        @GetMapping("/trouble/error")
        String error() {
            throw new AssertionError("orderstore.Internal");
        }

        @GetMapping("/trouble/later")
        Callable<String> later() {
            return () -> {
                throw new IllegalStateException("orderstore.Internal");
            };
        }

        @GetMapping("/trouble/sql")
        String sql() {
            return jdbc.sql("select secret from nowhere").query(String.class).single();
        }

        @GetMapping("/trouble/slow-sql")
        String slowSql() {
            return jdbc.sql("select 1 from pg_sleep(5)")
                    .withQueryTimeout(1)
                    .query(String.class)
                    .single();
        }

        @GetMapping("/trouble/stream")
        StreamingResponseBody stream() {
            return out -> {
                out.write("begun".repeat(10_000).getBytes(StandardCharsets.UTF_8));
                throw new IllegalStateException("orderstore.Internal");
            };
        }

        @GetMapping("/trouble/log")
        String log(@RequestParam String what) {
            throw new LogUnavailableException(what, null);
        }

        @GetMapping("/trouble/lost")
        String lost() {
            throw new CompletionException(new AppendOutcomeUnknownException(new SQLException("orderstore.Internal")));
        }

        @GetMapping("/trouble/status/{status}")
        String status(@PathVariable int status) {
            throw new ResponseStatusException(HttpStatus.valueOf(status), "orderstore.Internal");
        }

        @GetMapping("/trouble/number/{number}")
        String number(
                @PathVariable int number, @RequestParam long limit, @RequestHeader("Idempotency-Key") String key) {
            return number + key + limit;
        }

        @PostMapping(
                value = "/trouble/json",
                consumes = MediaType.APPLICATION_JSON_VALUE,
                produces = "application/json")
        Map<String, String> json(@RequestBody Map<String, String> body) {
            return body;
        }
    }

    Answer trouble(String path) {
        return send(authorized("GET", path, null));
    }

    HttpRequest.Builder authorized(String method, String path, @Nullable String body) {
        return request(method, "/trouble/" + path, body)
                .header("Authorization", "Bearer " + operatorKey())
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    }
}
