package dev.osprey.server.http;

import java.util.List;

/** How the server is, check by check. */
public record Health(List<Check> checks) {
    public Health {
        checks = List.copyOf(checks);
    }

    public boolean up() {
        return checks.stream().allMatch(Check::ok);
    }

    /**
     * One thing that was looked at.
     *
     * @param message what is wrong and what to do; empty if all is well
     */
    public record Check(String name, boolean ok, String message) {}
}
