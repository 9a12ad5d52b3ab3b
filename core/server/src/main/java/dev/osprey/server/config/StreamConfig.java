package dev.osprey.server.config;

import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One stream of a camera.
 *
 * @param roles what it is for; at least one
 * @param timeout without a packet for this long, the stream counts as stalled
 */
public record StreamConfig(SourceUrl source, Set<Role> roles, Transport transport, Duration timeout) {
    public StreamConfig {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a stream needs at least one role, got none");
        }
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }
}
