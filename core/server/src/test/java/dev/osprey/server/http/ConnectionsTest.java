package dev.osprey.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> closed = new ArrayList<>();
    private final Connections connections =
            new Connections(HttpLimits.DEFAULT.withConnections(4, 2), registry, nanos::get);

    private Visit visit(String name, String address) {
        return new Visit(address, () -> closed.add(name), nanos::get);
    }

    private double counted(String reason) {
        return registry.get("osprey.http.connections.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void admit_addressIsFull_oldestStrangerOfThatAddressGoes() {
        connections.admit(visit("other", "b"));
        connections.admit(visit("first", "a"));
        connections.admit(visit("second", "a"));

        assertThat(connections.admit(visit("third", "a"))).isTrue();

        assertThat(closed).containsExactly("first");
        assertThat(connections.open()).isEqualTo(3);
        assertThat(counted("displaced")).isEqualTo(1);
    }

    @Test
    void admit_allAreFull_oldestStrangerGoesAndNobodyWhoIsKnown() {
        Visit known = visit("known", "a");
        connections.admit(known);
        connections.known(known);
        for (String name : List.of("b", "c", "d", "e", "f")) {
            assertThat(connections.admit(visit(name, name))).isTrue();
        }

        assertThat(closed).containsExactly("b", "c");
        assertThat(connections.open()).isEqualTo(4);
    }

    @Test
    void admit_allFromThereAreKnown_newcomerIsRefused() {
        for (String name : List.of("first", "second")) {
            Visit visit = visit(name, "a");
            connections.admit(visit);
            connections.known(visit);
        }

        assertThat(connections.admit(visit("third", "a"))).isFalse();

        assertThat(closed).containsExactly("third");
        assertThat(counted("full")).isEqualTo(1);
    }

    @Test
    void left_displacedBefore_isNotCountedTwice() {
        Visit first = visit("first", "a");
        connections.admit(first);
        connections.admit(visit("second", "a"));
        connections.admit(visit("third", "a"));

        connections.left(first);

        assertThat(connections.open()).isEqualTo(2);
    }

    @Test
    void overdue_firstRequestDoesNotCome_afterItsDeadline() {
        Visit visit = visit("slow", "a");

        nanos.set(HttpLimits.DEFAULT.headers().toNanos());
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isFalse();
        nanos.incrementAndGet();
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isTrue();
    }

    @Test
    void overdue_betweenRequests_afterTheIdleTime() {
        Visit visit = visit("page", "a");
        visit.requested();
        nanos.set(HttpLimits.DEFAULT.idle().toNanos() * 2);
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isFalse();

        visit.answered(true, 1);

        nanos.addAndGet(HttpLimits.DEFAULT.idle().toNanos());
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isFalse();
        nanos.incrementAndGet();
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isTrue();
    }

    @Test
    void overdue_answeredBeforeTheBodyCame_afterAMoment() {
        Visit visit = visit("talks on", "a");
        visit.requested();
        visit.answered(false, 1000);

        nanos.set(1000);
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isFalse();
        nanos.set(1001);
        assertThat(visit.overdue(HttpLimits.DEFAULT)).isTrue();
    }
}
