package dev.osprey.media.source;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up a host's addresses; blocks for as long as the system's own resolver does. */
@FunctionalInterface
public interface Resolver {
    /** @return at least one, the preferred one first */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
