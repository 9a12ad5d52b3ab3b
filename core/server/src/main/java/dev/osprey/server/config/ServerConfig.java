package dev.osprey.server.config;

import dev.osprey.media.source.SourcePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached.
 *
 * @param listen address and port
 * @param tls certificate and key; null: plain HTTP
 * @param allowedHosts further names that a request's Host header may have; what is listened on is always among them
 * @param sources what cameras may be reached at; applied while running
 * @param secureCookies whether the browser sees https although {@code tls} is null, because a proxy ends it
 * @param connections at once, over all addresses
 * @param connectionsPerAddress at once from one address
 */
public record ServerConfig(
        Listen listen,
        @Nullable TlsFiles tls,
        List<String> allowedHosts,
        SourcePolicy sources,
        boolean secureCookies,
        int connections,
        int connectionsPerAddress) {
    public static final int DEFAULT_CONNECTIONS = 2000;
    public static final int DEFAULT_CONNECTIONS_PER_ADDRESS = 500;

    public ServerConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Whether what is read at the start only is the same. */
    boolean sameStart(ServerConfig other) {
        return new ServerConfig(
                        listen, tls, allowedHosts, other.sources, secureCookies, connections, connectionsPerAddress)
                .equals(other);
    }
}
