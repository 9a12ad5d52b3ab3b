package dev.osprey.server.config;

import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param host a name or an address, without brackets
 * @param port 0 means any free one
 */
public record Listen(String host, int port) {
    public static final int DEFAULT_PORT = 8080;

    public Listen {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, got " + port);
        }
    }

    /** Reads {@code host}, {@code host:port}, {@code [v6]:port} or a port alone; empty where it is none of these. */
    public static Optional<Listen> parse(String text) {
        String host = text.strip();
        String port = "";
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            port = host.substring(bracket + 1);
            host = host.substring(1, bracket);
            if (!port.isEmpty() && !port.startsWith(":")) {
                return Optional.empty();
            }
            port = port.isEmpty() ? port : port.substring(1);
        } else if (host.chars().allMatch(Character::isDigit)) {
            port = host;
            host = "127.0.0.1";
        } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            port = host.substring(host.indexOf(':') + 1);
            host = host.substring(0, host.indexOf(':'));
        }
        if (host.isBlank() || host.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/')) {
            return Optional.empty();
        }
        return port(port).map(new Host(host)::at);
    }

    /** Whether a text that {@link #parse} reads names no port. */
    static boolean hostAlone(String text) {
        String host = text.strip();
        if (host.startsWith("[")) {
            return host.endsWith("]");
        }
        return !host.chars().allMatch(Character::isDigit)
                && (host.indexOf(':') < 0 || host.indexOf(':') != host.lastIndexOf(':'));
    }

    static Optional<Integer> port(String text) {
        if (text.isEmpty()) {
            return Optional.of(DEFAULT_PORT);
        }
        if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text);
        return port > 65_535 ? Optional.empty() : Optional.of(port);
    }

    /** Whether only this machine can reach it. A name other than {@code localhost} is not looked up: it counts as not. */
    public boolean loopback() {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private record Host(String name) {
        Listen at(int port) {
            return new Listen(name, port);
        }
    }
}
