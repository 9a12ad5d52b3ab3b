package dev.osprey.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All connections of the server, limited in all and by address. Where there is no room, the newcomer takes the place of
 * the one that has been there longest without saying who it is; if all have said so, it is refused. So strangers crowd
 * out each other, and nobody who was let in. Thread-safe.
 */
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private final HttpLimits limits;
    private final SparseLog log;
    private final Counter displaced;
    private final Counter refused;
    private final Counter late;

    /* Guarded by this. */
    private final Map<String, Address> addresses = new HashMap<>();
    private final Set<Visit> strangers = new LinkedHashSet<>();
    private int open;

    Connections(HttpLimits limits, MeterRegistry registry, LongSupplier nanoClock) {
        this.limits = limits;
        this.log = new SparseLog(LOG, nanoClock);
        this.displaced = closed(registry, "displaced");
        this.refused = closed(registry, "full");
        this.late = closed(registry, "late");
        Gauge.builder("osprey.http.connections", this, Connections::open)
                .description("Connections open now")
                .register(registry);
    }

    private static Counter closed(MeterRegistry registry, String reason) {
        return Counter.builder("osprey.http.connections.closed")
                .description("Connections closed by the server: full, displaced by a newer one, late with a request")
                .tag("reason", reason)
                .register(registry);
    }

    synchronized int open() {
        return open;
    }

    /** Takes a connection in, if need be in another one's place. False: there is no room, and it is closed. */
    boolean admit(Visit visit) {
        Visit goes = null;
        boolean enters;
        synchronized (this) {
            Address address = addresses.get(visit.address());
            int there = address == null ? 0 : address.open;
            if (address != null && there >= limits.connectionsPerAddress()) {
                goes = oldest(address.strangers);
                enters = goes != null;
            } else if (open >= limits.connections()) {
                goes = oldest(strangers);
                enters = goes != null;
            } else {
                enters = true;
            }
            if (goes != null) {
                remove(goes);
            }
            if (enters) {
                add(visit);
            }
        }
        if (goes != null) {
            displaced.increment();
            goes.close();
        }
        if (!enters) {
            refused.increment();
            visit.close();
        }
        if (!enters || goes != null) {
            log.warn("no room for a connection from " + visit.address() + ": "
                    + (enters ? "the oldest that has not logged in was closed" : "it was closed") + "; at most "
                    + limits.connections() + " in all and " + limits.connectionsPerAddress()
                    + " from one address (server.connections, server.connections-per-address)");
        }
        return enters;
    }

    /** It has said who it is. */
    synchronized void known(Visit visit) {
        if (visit.counted && !visit.known) {
            visit.known = true;
            strangers.remove(visit);
            Address address = addresses.get(visit.address());
            if (address != null) {
                address.strangers.remove(visit);
            }
        }
    }

    synchronized void left(Visit visit) {
        remove(visit);
    }

    /** It let a deadline go by. */
    void late(Visit visit) {
        late.increment();
        visit.close();
    }

    private static @Nullable Visit oldest(Set<Visit> visits) {
        return visits.isEmpty() ? null : visits.iterator().next();
    }

    private void add(Visit visit) {
        Address address = addresses.computeIfAbsent(visit.address(), fresh -> new Address());
        visit.counted = true;
        address.open++;
        open++;
        address.strangers.add(visit);
        strangers.add(visit);
    }

    private void remove(Visit visit) {
        Address address = addresses.get(visit.address());
        if (!visit.counted || address == null) {
            return;
        }
        visit.counted = false;
        open--;
        strangers.remove(visit);
        address.strangers.remove(visit);
        address.open--;
        if (address.open == 0) {
            addresses.remove(visit.address());
        }
    }

    /** Those from one address. */
    private static final class Address {
        private final Set<Visit> strangers = new LinkedHashSet<>();
        private int open;
    }
}
