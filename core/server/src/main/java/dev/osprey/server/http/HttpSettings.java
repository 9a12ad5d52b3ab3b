package dev.osprey.server.http;

import dev.osprey.server.config.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the server is reached, and its limits.
 *
 * @param host what to listen on
 * @param port 0: any free one
 * @param tls certificate and key; empty: plain HTTP
 * @param allowedHosts further names that it answers to
 * @param secureCookies whether the browser sees https although {@code tls} is empty
 * @param maxConnections at once; further ones are closed
 * @param stallTimeout a WebSocket that takes nothing for so long is closed
 */
public record HttpSettings(
        String host,
        int port,
        Optional<TlsFiles> tls,
        List<String> allowedHosts,
        boolean secureCookies,
        int maxConnections,
        Duration stallTimeout) {
    public static final int DEFAULT_MAX_CONNECTIONS = 1000;
    public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(30);

    public HttpSettings {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Plain HTTP on this address. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(
                host, port, Optional.empty(), List.of(), false, DEFAULT_MAX_CONNECTIONS, DEFAULT_STALL_TIMEOUT);
    }

    public HttpSettings withTls(TlsFiles files) {
        return new HttpSettings(
                host, port, Optional.of(files), allowedHosts, secureCookies, maxConnections, stallTimeout);
    }

    public HttpSettings withAllowedHosts(List<String> names) {
        return new HttpSettings(host, port, tls, names, secureCookies, maxConnections, stallTimeout);
    }

    public HttpSettings withSecureCookies(boolean secure) {
        return new HttpSettings(host, port, tls, allowedHosts, secure, maxConnections, stallTimeout);
    }

    public HttpSettings withStallTimeout(Duration timeout) {
        return new HttpSettings(host, port, tls, allowedHosts, secureCookies, maxConnections, timeout);
    }

    public HttpSettings withMaxConnections(int connections) {
        return new HttpSettings(host, port, tls, allowedHosts, secureCookies, connections, stallTimeout);
    }
}
