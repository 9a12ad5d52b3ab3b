package dev.osprey.media.source;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@link SourcePolicy} as it holds for one source, and for what that source leads to: redirects, playlists and
 * their segments. A name is resolved once; the address that was checked is the one to connect to, so that a second
 * answer of the name's server cannot lead elsewhere. Immutable.
 *
 * @param thisMachine whether loopback addresses may be connected to
 */
public record SourceGate(SourcePolicy policy, boolean thisMachine) {
    /** Sources of the configuration file, without rules of one's own. */
    public static final SourceGate OPEN = new SourceGate(SourcePolicy.DEFAULT, true);

    /**
     * Why the source cannot be opened, as far as can be told without looking up a name; empty if nothing speaks against
     * it.
     *
     * @param host a name or an address, in brackets or not; empty for a source without a host
     */
    public Optional<String> objection(String scheme, String host) {
        Optional<String> objection = policy.objection(scheme);
        if (objection.isPresent() || host.isEmpty()) {
            return objection;
        }
        return literal(host).flatMap(address -> policy.objection(address, thisMachine));
    }

    /**
     * The address to connect to. Of a name's addresses it is the first that may be connected to.
     *
     * @param host a name or an address, in brackets or not
     * @throws RefusedSourceException if there is none, in words
     * @throws UnknownHostException if the name has no address
     */
    public InetAddress admit(String scheme, String host, Resolver resolver)
            throws RefusedSourceException, UnknownHostException {
        Optional<String> refused = policy.objection(scheme);
        if (refused.isPresent()) {
            throw new RefusedSourceException(refused.get());
        }
        Optional<InetAddress> literal = literal(host);
        InetAddress[] addresses = literal.isPresent() ? new InetAddress[] {literal.get()} : resolver.resolve(host);
        String words = "has no address";
        for (int i = addresses.length - 1; i >= 0; i--) {
            Optional<String> objection = policy.objection(addresses[i], thisMachine);
            words = objection.orElse(words);
        }
        for (InetAddress address : addresses) {
            if (policy.objection(address, thisMachine).isEmpty()) {
                return address;
            }
        }
        throw new RefusedSourceException(literal.isPresent() ? words : host + ": " + words);
    }

    /** As {@link #admit(String, String, Resolver)}, by the system's resolver. */
    public InetAddress admit(String scheme, String host) throws RefusedSourceException, UnknownHostException {
        return admit(scheme, host, SourcePolicy::lookUp);
    }

    /** As {@link #admit(String, String)}, for an absolute address. */
    public InetAddress admit(URI uri) throws RefusedSourceException, UnknownHostException {
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new RefusedSourceException("it leads to an address without scheme or host");
        }
        return admit(uri.getScheme(), uri.getHost());
    }

    /**
     * What holds for redirects, playlists and segments that a server sends: this machine may be meant only if the
     * server is on it.
     *
     * @param server the address that was admitted for the source
     */
    public SourceGate behind(InetAddress server) {
        return new SourceGate(policy, thisMachine && Reserved.loopback(server));
    }

    private static Optional<InetAddress> literal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        return Network.literal(host);
    }
}
