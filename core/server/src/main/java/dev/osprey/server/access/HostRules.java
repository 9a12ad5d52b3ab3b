package dev.osprey.server.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names this server answers to, and which pages are its own.
 *
 * <p>The first stops a foreign name that points to our address (DNS rebinding), the second a foreign page that sends
 * our cookie along: ports do not separate cookies, and SameSite does not separate ports.
 */
public final class HostRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

    private final Set<String> names;

    /**
     * @param listenHost what the server listens on
     * @param allowed further names, as configured
     */
    public HostRules(String listenHost, List<String> allowed) {
        Set<String> all = new HashSet<>(LOOPBACK);
        all.add(normal(listenHost));
        allowed.forEach(name -> all.add(normal(name)));
        this.names = Set.copyOf(all);
    }

    /**
     * Whether a request with this Host header may be answered.
     *
     * @param localAddress the address that the connection came in on: who types that number into a browser means us
     */
    public boolean answersTo(String hostHeader, String localAddress) {
        return Authority.ofHost(hostHeader)
                .map(Authority::host)
                .filter(host -> names.contains(host) || host.equals(normal(localAddress)))
                .isPresent();
    }

    /**
     * Whether a Host header names this machine itself. What a browser learns of that name, such as that it speaks https
     * alone, would hold for every other program of this machine too, as ports do not separate it.
     */
    public static boolean isLoopback(String hostHeader) {
        return Authority.ofHost(hostHeader)
                .map(Authority::host)
                .filter(LOOPBACK::contains)
                .isPresent();
    }

    /**
     * Whether a page of this Origin is our own, for a request with this Host. A page over https may be ours while we
     * see plain HTTP, as a proxy may end TLS; the other way round it is not.
     */
    public boolean isOwn(String origin, String hostHeader, boolean tls) {
        Optional<Authority> host = Authority.ofHost(hostHeader);
        URI page;
        try {
            page = new URI(origin);
        } catch (URISyntaxException e) {
            return false;
        }
        String scheme = page.getScheme();
        boolean https = "https".equals(scheme);
        if (host.isEmpty() || !(https || ("http".equals(scheme) && !tls))) {
            return false;
        }
        int usual = https ? 443 : 80;
        return Authority.of(page)
                .filter(own -> own.host().equals(host.get().host()))
                .filter(own -> own.portOr(usual) == host.get().portOr(usual))
                .isPresent();
    }

    private static String normal(String name) {
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        int zone = bare.indexOf('%');
        return (zone < 0 ? bare : bare.substring(0, zone)).toLowerCase(Locale.ROOT);
    }
}
