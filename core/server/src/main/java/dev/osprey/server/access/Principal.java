package dev.osprey.server.access;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who showed that they may come in.
 *
 * @param name shown on the page
 * @param cameras the ids of the only cameras that they may know of; empty: all
 * @param byCookie whether a browser's cookie vouches for them, so that requests must come from our own page
 */
public record Principal(String name, AccessRole role, Optional<Set<String>> cameras, boolean byCookie) {
    public Principal {
        cameras = cameras.map(Set::copyOf);
    }

    public static Principal of(String name, AccessRole role, boolean byCookie) {
        return new Principal(name, role, Optional.empty(), byCookie);
    }

    public boolean sees(String camera) {
        return cameras.isEmpty() || cameras.get().contains(camera);
    }

    public boolean seesAll() {
        return cameras.isEmpty();
    }

    public boolean changes() {
        return role == AccessRole.ADMIN;
    }
}
