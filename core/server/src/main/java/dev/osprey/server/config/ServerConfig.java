package dev.osprey.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached.
 *
 * @param listen address and port
 * @param tls certificate and key; null: plain HTTP
 * @param allowedHosts further names that a request's Host header may have; what is listened on is always among them
 * @param secureCookies whether the browser sees https although {@code tls} is null, because a proxy ends it
 */
public record ServerConfig(Listen listen, @Nullable TlsFiles tls, List<String> allowedHosts, boolean secureCookies) {
    public ServerConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
