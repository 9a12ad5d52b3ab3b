package dev.osprey.server.cli.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a command reaches the running server.
 *
 * @param address without a slash at the end
 * @param token the administrator's
 */
public record ServerAccess(String address, String token) {
    /**
     * As the server left it in its data folder; {@code OSPREY_TOKEN} goes before the file.
     *
     * @param server an address that goes before the server's own; empty: none
     */
    public static ServerAccess find(String server) throws CommandFailedException {
        Path data = Home.locate().data();
        String address = server.isEmpty() ? read(data.resolve("address"), "is the server running?") : server;
        String preset = System.getenv("OSPREY_TOKEN");
        String token = preset != null && !preset.isBlank()
                ? preset
                : read(data.resolve("token"), "was the server ever started?");
        return new ServerAccess(address.replaceAll("/+$", ""), token);
    }

    private static String read(Path file, String hint) throws CommandFailedException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + "; " + hint, e);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return address;
    }
}
