package dev.osprey.server.http;

import dev.osprey.server.config.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the server is reached, and its limits.
 *
 * @param host what to listen on
 * @param port 0: any free one
 * @param tls certificate and key; empty: plain HTTP
 * @param allowedHosts further names that it answers to
 * @param secureCookies whether the browser sees https although {@code tls} is empty
 */
public record HttpSettings(
        String host,
        int port,
        Optional<TlsFiles> tls,
        List<String> allowedHosts,
        boolean secureCookies,
        HttpLimits limits) {
    public HttpSettings {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Plain HTTP on this address. */
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(host, port, Optional.empty(), List.of(), false, HttpLimits.DEFAULT);
    }

    public HttpSettings withTls(TlsFiles files) {
        return new HttpSettings(host, port, Optional.of(files), allowedHosts, secureCookies, limits);
    }

    public HttpSettings withAllowedHosts(List<String> names) {
        return new HttpSettings(host, port, tls, names, secureCookies, limits);
    }

    public HttpSettings withSecureCookies(boolean secure) {
        return new HttpSettings(host, port, tls, allowedHosts, secure, limits);
    }

    public HttpSettings withLimits(UnaryOperator<HttpLimits> change) {
        return new HttpSettings(host, port, tls, allowedHosts, secureCookies, change.apply(limits));
    }

    public HttpSettings withStallTimeout(Duration timeout) {
        return withLimits(now -> now.withStall(timeout));
    }
}
