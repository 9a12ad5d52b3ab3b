package dev.osprey.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells this server from another on the same host, as cookies are not told apart by port: eight hexadecimal
 * digits, no secret.
 */
final class InstanceId {
    static final String FILE = "instance";

    private InstanceId() {}

    static String open(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve(FILE);
        if (Files.exists(file)) {
            String id = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (id.matches("[0-9a-f]{8}")) {
                return id;
            }
        }
        String id = Tokens.hex(Tokens.hash(Tokens.fresh(128))).substring(0, 8);
        PrivateFile.write(file, id + "\n");
        return id;
    }
}
