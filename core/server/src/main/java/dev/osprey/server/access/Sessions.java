package dev.osprey.server.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that are logged in, by the hash of their cookie, kept in a small file so that a restart logs nobody out.
 * Thread-safe; {@link #start} and {@link #end} write the file, so they block; {@link #find} waits for nobody.
 */
public final class Sessions {
    /** How long a session lasts. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    /** The file's name in the data folder. */
    public static final String FILE = "sessions.json";

    /** Sessions at once; the one that ends soonest makes room. */
    static final int MAX_SESSIONS = 1000;

    private static final int BITS = 256;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final Path file;
    private final InstantSource clock;
    private final Store store;
    private final Map<String, Entry> byHash = new ConcurrentHashMap<>();
    /** Held while the file is written, by worker threads alone. */
    private final ReentrantLock writing = new ReentrantLock();

    private Sessions(Path file, InstantSource clock, Store store) {
        this.file = file;
        this.clock = clock;
        this.store = store;
    }

    /** Reads those of the last run; a file that cannot be read logs everybody out, and says so. */
    public static Sessions open(Path dataFolder, InstantSource clock) {
        return open(dataFolder, clock, PrivateFile::write);
    }

    static Sessions open(Path dataFolder, InstantSource clock, Store store) {
        Sessions sessions = new Sessions(dataFolder.resolve(FILE), clock, store);
        if (Files.exists(sessions.file)) {
            try {
                List<Entry> entries = JSON.readValue(sessions.file.toFile(), new TypeReference<>() {});
                entries.forEach(entry -> sessions.byHash.put(entry.hash, entry));
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "sessions in {0} cannot be read ({1}): everybody has to log in again",
                        sessions.file,
                        e.getMessage());
            }
        }
        return sessions;
    }

    /**
     * Begins a session; blocks. The result is the cookie's value, and stands nowhere else.
     *
     * @param mark of the token that it hangs on
     */
    public String start(String name, AccessRole role, String mark) throws IOException {
        String cookie = Tokens.fresh(BITS);
        Entry entry = new Entry(
                key(cookie), name, role, clock.instant().plus(LIFETIME).toEpochMilli(), mark);
        writing.lock();
        try {
            dropExpired();
            if (byHash.size() >= MAX_SESSIONS) {
                byHash.values().stream()
                        .min(Comparator.comparing(Entry::expiresAtMillis))
                        .ifPresent(soonest -> byHash.remove(soonest.hash));
            }
            byHash.put(entry.hash, entry);
            save();
        } catch (IOException e) {
            byHash.remove(entry.hash);
            throw e;
        } finally {
            writing.unlock();
        }
        return cookie;
    }

    /**
     * Who the cookie stands for. The map's look-up is by hash, so its timing tells nothing of the secret.
     *
     * @param mark of the token that is in force: sessions of another one are over
     */
    public Optional<Principal> find(String cookie, String mark) {
        return Optional.ofNullable(byHash.get(key(cookie)))
                .filter(this::isOpen)
                .filter(entry -> mark.equals(entry.mark))
                .map(entry -> Principal.of(entry.name, entry.role, true));
    }

    /** Ends a session, if it is one; blocks. It is over at once, even where the file cannot be written. */
    public void end(String cookie) throws IOException {
        if (byHash.remove(key(cookie)) == null) {
            return;
        }
        writing.lock();
        try {
            save();
        } finally {
            writing.unlock();
        }
    }

    private void dropExpired() {
        byHash.values().removeIf(entry -> !isOpen(entry));
    }

    private boolean isOpen(Entry entry) {
        return clock.instant().isBefore(Instant.ofEpochMilli(entry.expiresAtMillis));
    }

    private void save() throws IOException {
        store.write(file, JSON.writeValueAsString(List.copyOf(byHash.values())));
    }

    private static String key(String cookie) {
        return Tokens.hex(Tokens.hash(cookie));
    }

    /** Where the file goes. */
    @FunctionalInterface
    interface Store {
        void write(Path file, String text) throws IOException;
    }

    /** One of a version before marks has none, and is over. */
    private record Entry(String hash, String name, AccessRole role, long expiresAtMillis, @Nullable String mark) {}
}
