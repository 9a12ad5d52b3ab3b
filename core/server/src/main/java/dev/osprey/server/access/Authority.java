package dev.osprey.server.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Host and port as a Host or Origin header names them.
 *
 * @param host in lower case, an IPv6 address without its brackets, no trailing dot
 * @param port -1: the scheme's own
 */
record Authority(String host, int port) {
    /** Reads a Host header: {@code name}, {@code name:port}, {@code [v6]:port}; empty where it is none of these. */
    static Optional<Authority> ofHost(String header) {
        if (header.isBlank() || header.indexOf('@') >= 0 || header.indexOf('/') >= 0) {
            return Optional.empty();
        }
        try {
            return of(new URI("http://" + header.strip()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<Authority> of(URI uri) {
        String host = uri.getHost();
        if (host == null || host.isEmpty()) {
            return Optional.empty();
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String name = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return Optional.of(new Authority(name.toLowerCase(Locale.ROOT), uri.getPort()));
    }

    int portOr(int usual) {
        return port < 0 ? usual : port;
    }
}
