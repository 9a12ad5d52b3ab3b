package dev.osprey.media.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Addresses that are more than a host: what no source may be on, what is this machine, what hides another address. */
final class Reserved {
    private static final Map<Network, String> NEVER = new LinkedHashMap<>();
    private static final List<Network> LOOPBACK = List.of(network("127.0.0.0/8"), network("::1"));

    private static final Network NAT64 = network("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = network("2002::/16");
    private static final Network COMPATIBLE = network("::/96");

    static {
        String metadata = "a cloud's metadata service";
        NEVER.put(network("169.254.0.0/16"), "link-local, where clouds keep their metadata service");
        NEVER.put(network("fe80::/10"), "link-local");
        NEVER.put(network("fd00:ec2::254"), metadata);
        NEVER.put(network("fd20:ce::254"), metadata);
        NEVER.put(network("100.100.100.200"), metadata);
        NEVER.put(network("168.63.129.16"), metadata);
        NEVER.put(network("192.0.0.192"), metadata);
        NEVER.put(network("0.0.0.0/8"), "no host's address");
        NEVER.put(network("::"), "no host's address");
        NEVER.put(network("224.0.0.0/4"), "a group's address, not a host's");
        NEVER.put(network("ff00::/8"), "a group's address, not a host's");
        NEVER.put(network("255.255.255.255"), "the broadcast address");
    }

    private Reserved() {}

    private static Network network(String text) {
        return Network.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** What the address is, if no source may ever be on it. */
    static Optional<String> never(InetAddress address) {
        return NEVER.entrySet().stream()
                .filter(entry -> entry.getKey().contains(address))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static boolean loopback(InetAddress address) {
        return LOOPBACK.stream().anyMatch(network -> network.contains(address));
    }

    static boolean loopback(Network network) {
        return LOOPBACK.stream().anyMatch(network::within);
    }

    /** The address, and the IPv4 one that it stands for where it is of a transition mechanism. */
    static List<InetAddress> faces(InetAddress address) {
        List<InetAddress> faces = new ArrayList<>(List.of(address));
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address) || (COMPATIBLE.contains(address) && !loopback(address))) {
            faces.add(v4(bytes, 12));
        } else if (SIX_TO_FOUR.contains(address)) {
            faces.add(v4(bytes, 2));
        }
        return faces;
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
