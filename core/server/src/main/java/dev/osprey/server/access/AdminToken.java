package dev.osprey.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's token: preset, or made at the first start and kept in the data folder. */
public final class AdminToken {
    /** The file's name in the data folder. */
    public static final String FILE = "token";

    /** A preset token may be no shorter than this, in characters. */
    public static final int MIN_LENGTH = 16;

    private static final int BITS = 256;

    private final byte[] hash;

    private AdminToken(String token) {
        this.hash = Tokens.hash(token);
    }

    /**
     * Takes the preset token, or reads the one in the data folder, or makes one there.
     *
     * @param preset such as the environment's OSPREY_TOKEN
     * @throws IOException if the file cannot be read or written, or the token is too short
     */
    public static AdminToken open(Path dataFolder, Optional<String> preset) throws IOException {
        return new AdminToken(text(dataFolder, preset));
    }

    /** The token in plain text, as {@link #open} takes it: for a client on this machine. */
    public static String text(Path dataFolder, Optional<String> preset) throws IOException {
        if (preset.isPresent()) {
            return checked(preset.get().strip(), "OSPREY_TOKEN");
        }
        Path file = dataFolder.resolve(FILE);
        if (!Files.exists(file)) {
            PrivateFile.write(file, Tokens.fresh(BITS) + "\n");
        }
        PrivateFile.narrow(file);
        return checked(Files.readString(file, StandardCharsets.UTF_8).strip(), file.toString());
    }

    public boolean matches(String token) {
        return Tokens.same(hash, Tokens.hash(token));
    }

    private static String checked(String token, String where) throws IOException {
        if (token.length() < MIN_LENGTH) {
            throw new IOException("the administrator's token in " + where + " must have at least " + MIN_LENGTH
                    + " characters, got " + token.length()
                    + "; take a longer one, or remove it and one is made at the next start");
        }
        return token;
    }
}
