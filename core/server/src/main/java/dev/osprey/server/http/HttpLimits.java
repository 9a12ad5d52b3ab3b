package dev.osprey.server.http;

import dev.osprey.server.config.ServerConfig;
import java.time.Duration;

/**
 * What a server takes at most, of everybody together and of one.
 *
 * @param connections at once
 * @param connectionsPerAddress at once from one address; loopback counts as one too
 * @param bodyBytes of request bodies that are being read or worked on, over all connections
 * @param headers a new connection's first request has come as far as its body within this
 * @param body a request's body has come whole within this
 * @param idle between two requests of one connection, the headers of the second included
 * @param stall a WebSocket or MJPEG client that takes nothing for so long is closed
 */
public record HttpLimits(
        int connections,
        int connectionsPerAddress,
        long bodyBytes,
        Duration headers,
        Duration body,
        Duration idle,
        Duration stall) {
    public static final HttpLimits DEFAULT = new HttpLimits(
            ServerConfig.DEFAULT_CONNECTIONS,
            ServerConfig.DEFAULT_CONNECTIONS_PER_ADDRESS,
            16L << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30));

    public HttpLimits {
        if (connections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException("connections must be >= 1, got " + connections + " and "
                    + connectionsPerAddress + " for one address");
        }
    }

    public HttpLimits withConnections(int all, int perAddress) {
        return new HttpLimits(all, perAddress, bodyBytes, headers, body, idle, stall);
    }

    public HttpLimits withBodyBytes(long bytes) {
        return new HttpLimits(connections, connectionsPerAddress, bytes, headers, body, idle, stall);
    }

    public HttpLimits withDeadlines(Duration forHeaders, Duration forBody, Duration whileIdle) {
        return new HttpLimits(connections, connectionsPerAddress, bodyBytes, forHeaders, forBody, whileIdle, stall);
    }

    public HttpLimits withStall(Duration timeout) {
        return new HttpLimits(connections, connectionsPerAddress, bodyBytes, headers, body, idle, timeout);
    }
}
