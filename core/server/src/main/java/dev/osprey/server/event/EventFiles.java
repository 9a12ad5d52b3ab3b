package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.Subject;
import dev.osprey.server.access.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Pictures and clips of events, as files: a folder a day of their beginning in UTC. One belongs to an event, under the
 * event's id, or to an object and so to all its events, under the object's. Thread-safe; all of it blocks.
 */
public final class EventFiles {
    private static final int MOST_LATELY = 4_096;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,199}");

    private final Path folder;

    /* Of the files made lately, guarded by itself. */
    private final Map<Path, Boolean> lately = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > MOST_LATELY;
        }
    };

    /** What a file shows. */
    public enum Kind {
        SNAPSHOT("snapshots", ".jpg", "image/jpeg"),
        CLIP("clips", ".mp4", "video/mp4");

        private final String folder;
        private final String suffix;
        private final String mediaType;

        Kind(String folder, String suffix, String mediaType) {
            this.folder = folder;
            this.suffix = suffix;
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** As the last part of its address: {@code snapshot.jpg}. */
        public String fileName() {
            return key() + suffix;
        }

        /** In an event's data. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    EventFiles(Path folder) {
        this.folder = folder;
    }

    /** The folder of all files of this kind. */
    Path folder(Kind kind) {
        return folder.resolve(kind.folder);
    }

    /**
     * Where the file is, or would be; nothing is made.
     *
     * @param key an event's id or an object's
     * @param beginning of the object, or of an event that has none
     * @throws IllegalArgumentException if the key could be no file's name
     */
    public Path path(Kind kind, String key, Instant beginning) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a file's key has 1 to 200 of A-Z a-z 0-9 _ -, got \"" + key + "\"");
        }
        String day = LocalDate.ofInstant(beginning, ZoneOffset.UTC).toString();
        return folder(kind).resolve(day).resolve(key + kind.suffix);
    }

    private void made(Path file) {
        synchronized (lately) {
            lately.put(file, true);
        }
    }

    /** Keeps these bytes, whole or not at all, in the place of what was there. */
    public void put(Kind kind, String key, Instant beginning, byte[] bytes) throws IOException {
        Path fresh = fresh(kind, key, beginning);
        try {
            Files.write(fresh, bytes);
            Files.move(
                    fresh,
                    path(kind, key, beginning),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            made(path(kind, key, beginning));
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Takes a file that somebody has written, on the same disk. */
    public void take(Kind kind, String key, Instant beginning, Path written) throws IOException {
        Path target = path(kind, key, beginning);
        folderOf(target);
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        made(target);
    }

    /** A new file beside the place of the last one, for {@link #take}; what is left of it is swept away after a day. */
    public Path fresh(Kind kind, String key, Instant beginning) throws IOException {
        Path target = path(kind, key, beginning);
        return Files.createTempFile(folderOf(target), "." + key, ".new");
    }

    private Path folderOf(Path target) throws IOException {
        PrivateFile.folder(folder);
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException(target + " is in no folder");
        }
        return Files.createDirectories(parent);
    }

    /** The event's own file, else that of its object. */
    public Optional<Path> find(Kind kind, StoredEvent stored) {
        return find(kind, stored, Files::isRegularFile);
    }

    private Optional<Path> find(Kind kind, StoredEvent stored, Predicate<Path> isThere) {
        Event event = stored.event();
        Path own = path(kind, stored.cursor().text(), event.time());
        if (isThere.test(own)) {
            return Optional.of(own);
        }
        return event.subject()
                .filter(subject -> KEY.matcher(subject.object()).matches())
                .map(subject -> ofObject(kind, subject))
                .filter(isThere);
    }

    private Path ofObject(Kind kind, Subject subject) {
        return path(kind, subject.object(), subject.startedAt());
    }

    /** Addresses of what there is now, by the key that they have in an event's data. */
    public Map<String, String> links(StoredEvent stored) {
        return links(stored, Files::isRegularFile);
    }

    /** The same of files that were made lately, without a look at the disk. */
    Map<String, String> linksToLately(StoredEvent stored) {
        return links(stored, file -> {
            synchronized (lately) {
                return lately.containsKey(file);
            }
        });
    }

    private Map<String, String> links(StoredEvent stored, Predicate<Path> isThere) {
        Map<String, String> links = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (find(kind, stored, isThere).isPresent()) {
                links.put(kind.key(), "/api/events/" + stored.cursor().text() + "/" + kind.fileName());
            }
        }
        return links;
    }

    /**
     * Deletes the event's files.
     *
     * @param ofObjectToo whether no other event of its object is left
     */
    void delete(StoredEvent stored, boolean ofObjectToo) throws IOException {
        for (Kind kind : Kind.values()) {
            delete(path(kind, stored.cursor().text(), stored.event().time()));
            if (ofObjectToo && stored.event().subject().isPresent()) {
                delete(ofObject(kind, stored.event().subject().get()));
            }
        }
    }

    private void delete(Path file) throws IOException {
        synchronized (lately) {
            lately.remove(file);
        }
        Files.deleteIfExists(file);
    }
}
