package dev.osprey.media.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What cameras may be reached at: networks and schemes that are allowed, and those that are denied. Immutable; two with
 * the same rules are equal.
 *
 * <p>What is denied wins. If any network is allowed, then no address outside those is; the same holds for schemes. No
 * rule opens addresses that are link-local, of a cloud's metadata service, of a group or of no host. This machine
 * itself (loopback) is for sources of the configuration file; others reach it only if a rule allows a loopback address
 * or network by itself, as {@code 127.0.0.1} does and {@code 0.0.0.0/0} does not.
 *
 * <p>A {@link #gate} applies the rules to one source and to what that leads to.
 */
public final class SourcePolicy {
    /** No rules of one's own. */
    public static final SourcePolicy DEFAULT = new SourcePolicy(Set.of(), Set.of(), Set.of(), Set.of());

    /** What a rule may name beside networks. */
    public static final List<String> SCHEMES = List.of("rtsp", "rtsps", "http", "https", "file", "v4l2");

    private final Set<Network> allowed;
    private final Set<Network> denied;
    private final Set<String> allowedSchemes;
    private final Set<String> deniedSchemes;

    private SourcePolicy(
            Set<Network> allowed, Set<Network> denied, Set<String> allowedSchemes, Set<String> deniedSchemes) {
        this.allowed = allowed;
        this.denied = denied;
        this.allowedSchemes = allowedSchemes;
        this.deniedSchemes = deniedSchemes;
    }

    /**
     * Reads rules, each a network, an address or a scheme.
     *
     * @throws IllegalArgumentException in words for the operator; {@link #valid} tells beforehand
     */
    public static SourcePolicy of(List<String> allow, List<String> deny) {
        return new SourcePolicy(networks(allow), networks(deny), schemes(allow), schemes(deny));
    }

    /** Whether a rule can be read. */
    public static boolean valid(String rule) {
        return SCHEMES.contains(rule.strip().toLowerCase(Locale.ROOT))
                || Network.parse(rule).isPresent();
    }

    private static Set<Network> networks(List<String> rules) {
        Set<Network> networks = new LinkedHashSet<>();
        for (String rule : rules) {
            if (!valid(rule)) {
                throw new IllegalArgumentException("a rule for sources must be a network such as 192.168.0.0/16, an"
                        + " address, or one of " + String.join(", ", SCHEMES));
            }
            Network.parse(rule).ifPresent(networks::add);
        }
        return networks;
    }

    private static Set<String> schemes(List<String> rules) {
        Set<String> schemes = new LinkedHashSet<>();
        rules.stream()
                .map(rule -> rule.strip().toLowerCase(Locale.ROOT))
                .filter(SCHEMES::contains)
                .forEach(schemes::add);
        return schemes;
    }

    /** The rules as they hold for one source. */
    public SourceGate gate(NamedBy namedBy) {
        return new SourceGate(this, namedBy == NamedBy.FILE);
    }

    /** Why nothing of this scheme may be opened; empty if it may. */
    Optional<String> objection(String scheme) {
        String name = scheme.toLowerCase(Locale.ROOT);
        if (deniedSchemes.contains(name)) {
            return Optional.of("sources of " + name + " are denied (server.sources.deny)");
        }
        if (!allowedSchemes.isEmpty() && !allowedSchemes.contains(name)) {
            return Optional.of("sources of " + name + " are not among what server.sources.allow allows: "
                    + String.join(", ", allowedSchemes));
        }
        return Optional.empty();
    }

    /** Why the address may not be connected to; empty if it may. */
    Optional<String> objection(InetAddress address, boolean thisMachine) {
        for (InetAddress face : Reserved.faces(address)) {
            Optional<String> objection = objectionToOne(face, thisMachine);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private Optional<String> objectionToOne(InetAddress address, boolean thisMachine) {
        String shown = address.getHostAddress();
        Optional<String> never = Reserved.never(address);
        if (never.isPresent()) {
            return Optional.of(shown + " is " + never.get() + ": no source may be there");
        }
        Optional<Network> deniedBy =
                denied.stream().filter(each -> each.contains(address)).findFirst();
        if (deniedBy.isPresent()) {
            return Optional.of(shown + " is denied (server.sources.deny: " + deniedBy.get() + ")");
        }
        boolean named = allowed.stream().anyMatch(each -> Reserved.loopback(each) && each.contains(address));
        if (Reserved.loopback(address) && !thisMachine && !named) {
            return Optional.of(shown + " is this machine itself: write the camera in the configuration file, or allow"
                    + " the address under server.sources.allow");
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(each -> each.contains(address))) {
            return Optional.of(shown + " is not in a network that server.sources.allow allows");
        }
        return Optional.empty();
    }

    static InetAddress[] lookUp(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourcePolicy that && rules().equals(that.rules());
    }

    @Override
    public int hashCode() {
        return rules().hashCode();
    }

    private List<Set<?>> rules() {
        return Arrays.asList(allowed, denied, allowedSchemes, deniedSchemes);
    }

    @Override
    public String toString() {
        return "allowed " + allowed + allowedSchemes + ", denied " + denied + deniedSchemes;
    }
}
