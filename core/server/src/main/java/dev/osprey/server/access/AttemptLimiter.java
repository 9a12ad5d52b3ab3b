package dev.osprey.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses: after a few wrong secrets an address must wait, twice as long after each further one.
 * Thread-safe.
 */
public final class AttemptLimiter {
    /** Wrong secrets that cost nothing: people mistype. */
    static final int FREE = 5;

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Addresses remembered; the one unseen for longest is forgotten first. */
    static final int MAX_ADDRESSES = 4096;

    private final InstantSource clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    public AttemptLimiter(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the address still has to wait; zero if it may try now. */
    public synchronized Duration pause(String address) {
        Failures failures = byAddress.get(network(address));
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public synchronized void failed(String address) {
        Failures before = byAddress.get(network(address));
        int count = before == null ? 1 : before.count + 1;
        Duration pause = Duration.ZERO;
        if (count >= FREE) {
            Duration doubled = Duration.ofSeconds(1L << Math.min(count - FREE, 16));
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
        byAddress.put(network(address), new Failures(count, clock.instant().plus(pause)));
    }

    /** One IPv6 customer has a whole /64 to guess from: it counts as one address. */
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : groups[0] + ":" + groups[1] + ":" + groups[2] + ":" + groups[3] + "::/64";
    }

    private record Failures(int count, Instant until) {}
}
