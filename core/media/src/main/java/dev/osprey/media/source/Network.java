package dev.osprey.media.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, as in {@code 192.168.0.0/16} or {@code fd00::/8}.
 *
 * @param base the first address; its bits after the prefix are 0
 * @param prefix how many leading bits all addresses share
 */
record Network(InetAddress base, int prefix) {
    private static final Pattern FORM = Pattern.compile("\\[?([0-9A-Fa-f.:]+)]?(?:/(\\d{1,3}))?");
    private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    Network {
        int most = 8 * base.getAddress().length;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException("a network's prefix must be 0 to " + most + ", got " + prefix);
        }
        base = masked(base, prefix);
    }

    /** Reads an address, alone or with a prefix; empty where it is neither. Nothing is looked up. */
    static Optional<Network> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        Optional<InetAddress> base = matcher.matches() ? literal(matcher.group(1)) : Optional.empty();
        if (base.isEmpty()) {
            return Optional.empty();
        }
        int most = 8 * base.get().getAddress().length;
        int prefix = matcher.group(2) == null ? most : Integer.parseInt(matcher.group(2));
        return prefix > most ? Optional.empty() : Optional.of(new Network(base.get(), prefix));
    }

    /** The address that a text spells out, with or without brackets; empty for a name. Nothing is looked up. */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Matcher dotted = DOTTED.matcher(bare);
        boolean v4 = dotted.matches();
        if (!v4 && (bare.indexOf(':') < 0 || !bare.matches("[0-9A-Fa-f:.]+"))) {
            return Optional.empty();
        }
        try {
            if (!v4) {
                return Optional.of(InetAddress.getByName(bare)); // with a colon it is never looked up
            }
            byte[] bytes = new byte[4];
            for (int i = 0; i < 4; i++) {
                int part = Integer.parseInt(dotted.group(i + 1));
                if (part > 255) {
                    return Optional.empty();
                }
                bytes[i] = (byte) part;
            }
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && masked(address, prefix).equals(base);
    }

    /** Whether all of it lies in the other. */
    boolean within(Network other) {
        return prefix >= other.prefix && other.contains(base);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - 8 * i));
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            // an IPv6 address keeps its length and loses its interface, which says nothing about the network
            return address instanceof Inet6Address
                    ? Inet6Address.getByAddress("", bytes, -1)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + Arrays.toString(bytes) + " has a bad length", e);
        }
    }

    @Override
    public String toString() {
        boolean alone = prefix == 8 * base.getAddress().length;
        return base.getHostAddress() + (alone ? "" : "/" + prefix);
    }
}
