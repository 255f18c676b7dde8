package orderstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orderstore.order.model.Status;
import orderstore.order.model.StatusModel;
import orderstore.order.model.StatusModelYaml;
import org.jspecify.annotations.Nullable;

/** An order in a test: what it was told before (given), what it is told now (when), what it makes of it (expect). */
final class OrderFixture {

    static final StatusModel MODEL = builtIn();
    static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Order order = Order.NONE;
    private Instant now = NOON.plusSeconds(3600);
    private @Nullable Decision decision;
    private final List<Change> history = new ArrayList<>();

    static StatusModel builtIn() {
        try (InputStream yaml = OrderFixture.class.getResourceAsStream("status-model.yaml")) {
            return StatusModelYaml.read(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Claim command(String status, @Nullable Instant at) {
        return claim(status.toLowerCase(java.util.Locale.ROOT), Kind.COMMAND, status, at, null);
    }

    static Claim report(String status, @Nullable Instant at) {
        return claim(status.toLowerCase(java.util.Locale.ROOT), Kind.REPORT, status, at, null);
    }

    static Claim correction(String corrects, String status, @Nullable Instant at) {
        return claim("fix-" + corrects, Kind.CORRECTION, status, at, corrects);
    }

    static Claim claim(String id, Kind kind, String status, @Nullable Instant at, @Nullable String corrects) {
        return new Claim(
                new ChangeId(id),
                kind,
                new Status(status),
                at,
                "test",
                null,
                Map.of(),
                corrects == null ? null : new ChangeId(corrects));
    }

    OrderFixture given(Claim... claims) {
        for (Claim claim : claims) {
            when(claim);
            assertThat(decision).as("given %s", claim).isInstanceOf(Decision.Accepted.class);
        }
        return this;
    }

    OrderFixture when(Claim claim) {
        return when(claim, new Expectation.Anything());
    }

    OrderFixture when(Claim claim, Expectation expectation) {
        now = now.plusSeconds(1);
        decision = order.decide(new RecordChange(new OrderId("o-1"), claim, expectation, now), MODEL);
        if (decision instanceof Decision.Accepted accepted) {
            var change = new Change(accepted.version(), accepted.event(), now);
            order = order.evolve(change);
            history.add(change);
        }
        return this;
    }

    OrderFixture expect(Effect effect, String status) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Accepted.class,
                        accepted -> assertThat(accepted.event().effect()).isEqualTo(effect));
        return expectStatus(status);
    }

    OrderFixture expectStatus(String status) {
        assertThat(order.status()).isEqualTo(new Status(status));
        assertThat(order.version()).isEqualTo(history.size());
        return this;
    }

    OrderFixture expectRefusal(Refusal refusal) {
        assertThat(decision).isEqualTo(new Decision.Refused(history.size(), refusal));
        return this;
    }

    OrderFixture expectRepeatOf(int version) {
        assertThat(decision).isEqualTo(new Decision.Repeated(version));
        return this;
    }

    Order order() {
        return order;
    }

    List<Change> history() {
        return history;
    }
}
