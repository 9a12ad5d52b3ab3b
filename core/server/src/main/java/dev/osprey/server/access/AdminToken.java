package dev.osprey.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The administrator's token: preset, or made at the first start and kept in the data folder, whose file may be replaced
 * while the server runs. Thread-safe.
 */
public final class AdminToken {
    /** The file's name in the data folder. */
    public static final String FILE = "token";

    /** A preset token may be no shorter than this, in characters. */
    public static final int MIN_LENGTH = 16;

    private static final int BITS = 256;

    private static final System.Logger LOG = System.getLogger(AdminToken.class.getName());

    private final Path dataFolder;
    private final boolean preset;
    private volatile byte[] hash;

    private AdminToken(Path dataFolder, boolean preset, String token) {
        this.dataFolder = dataFolder;
        this.preset = preset;
        this.hash = Tokens.hash(token);
    }

    /**
     * Takes the preset token, or reads the one in the data folder, or makes one there.
     *
     * @param preset such as the environment's OSPREY_TOKEN
     * @throws IOException if the file cannot be read or written, or the token is too short
     */
    public static AdminToken open(Path dataFolder, Optional<String> preset) throws IOException {
        return new AdminToken(dataFolder, preset.isPresent(), text(dataFolder, preset));
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

    /** Tells this token from another, and does not give it away: what was let in by it is marked with this. */
    String mark() {
        return Tokens.hex(Tokens.hash("mark " + Tokens.hex(hash))).substring(0, 16);
    }

    /** Reads the file again; blocks. A file that is missing or holds no token leaves the old one in force. */
    void refresh() {
        if (preset) {
            return;
        }
        Path file = dataFolder.resolve(FILE);
        try {
            byte[] now = Tokens.hash(
                    checked(Files.readString(file, StandardCharsets.UTF_8).strip(), file.toString()));
            if (!Tokens.same(hash, now)) {
                PrivateFile.narrow(file);
                hash = now;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the administrator's token in {0} was changed: who was let in by the old one is logged out",
                        file);
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the token in {0} cannot be read ({1}): the old one stays in force",
                    file,
                    e.getMessage());
        }
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
