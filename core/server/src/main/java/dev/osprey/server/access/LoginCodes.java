package dev.osprey.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The one-time login codes that nobody has used yet, hashed. Thread-safe. */
public final class LoginCodes {
    /** How long a code is good for. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** How many codes may be open at once; the oldest goes first. */
    static final int MAX_OPEN = 64;

    private static final int BITS = 128;

    private final InstantSource clock;
    private final Deque<Open> open = new ArrayDeque<>();

    public LoginCodes(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized String issue(AccessRole role) {
        dropExpired();
        if (open.size() == MAX_OPEN) {
            open.removeFirst();
        }
        String code = Tokens.fresh(BITS);
        open.addLast(new Open(Tokens.hash(code), role, clock.instant().plus(LIFETIME)));
        return code;
    }

    /** The role that the code stands for; the code is spent by this. Empty: unknown, spent or too old. */
    public synchronized Optional<AccessRole> redeem(String code) {
        dropExpired();
        byte[] hash = Tokens.hash(code);
        Optional<AccessRole> role = Optional.empty();
        for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
            Open candidate = each.next();
            if (Tokens.same(candidate.hash, hash)) {
                role = Optional.of(candidate.role);
                each.remove();
            }
        }
        return role;
    }

    private void dropExpired() {
        Instant now = clock.instant();
        open.removeIf(code -> !now.isBefore(code.expires));
    }

    private static final class Open {
        final byte[] hash;
        final AccessRole role;
        final Instant expires;

        Open(byte[] hash, AccessRole role, Instant expires) {
            this.hash = hash;
            this.role = role;
            this.expires = expires;
        }
    }
}
