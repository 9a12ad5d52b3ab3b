package dev.osprey.server.config;

import dev.osprey.media.source.SourceGate;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One stream of a camera.
 *
 * @param gate where the source may lead
 * @param roles what it is for; at least one
 * @param timeout without a packet for this long, the stream counts as stalled
 * @param every the source is one JPEG by HTTP, fetched anew so often; zero for a stream
 * @param maxPixels width times height of a picture at most
 */
public record StreamConfig(
        SourceUrl source,
        SourceGate gate,
        Set<Role> roles,
        Transport transport,
        Duration timeout,
        Duration every,
        long maxPixels) {
    public StreamConfig {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a stream needs at least one role, got none");
        }
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }
}
