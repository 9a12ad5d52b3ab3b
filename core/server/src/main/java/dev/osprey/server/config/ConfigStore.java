package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.text.Redactor;
import dev.osprey.engine.text.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The running configuration: the file, the overlay of what page and API changed, and the environment. A change is
 * checked whole and applied whole, or refused with every problem, and what ran before still does. The file is never
 * written. Thread-safe; what changes something blocks.
 */
public final class ConfigStore {
    private static final System.Logger LOG = System.getLogger(ConfigStore.class.getName());

    private static final String ONLY_IN_FILE = "secrets (${env:NAME}, ${file:PATH}) can be named in the file only";
    private static final Set<String> SOURCES = Set.of("source", "streams");

    private final Path file;
    private final Path overlayFile;
    private final ConfigReader reader;
    private final ReentrantLock lock = new ReentrantLock();

    /* Guarded by the lock. */
    private YamlTree tree;
    private Overlay overlay;
    private ConfigApplier applier = next -> {};

    private final KeptOverlay kept;
    private final OspreyConfig started;
    private volatile OspreyConfig current;
    private volatile List<Problem> problems = List.of();

    private ConfigStore(Path file, Path overlayFile, ConfigReader reader) throws ConfigException {
        this.file = file;
        this.overlayFile = overlayFile;
        this.reader = reader;
        this.tree = YamlTree.read(file);
        this.kept = KeptOverlay.read(overlayFile, tree, reader);
        this.overlay = kept.overlay();
        this.current = kept.config();
        this.started = current;
    }

    /**
     * Reads file and overlay; nothing is applied yet.
     *
     * @param data the folder of {@code overlay.json}
     * @param environment the source of {@code ${env:NAME}}, {@code OSPREY_LISTEN} and {@code OSPREY_PORT}
     * @throws ConfigException with every problem found
     */
    public static ConfigStore load(Path file, Path data, Map<String, String> environment, Plugins plugins)
            throws ConfigException {
        Path absolute = file.toAbsolutePath();
        return new ConfigStore(
                absolute, data.resolve(Overlay.FILE_NAME), new ConfigReader(absolute, environment, plugins));
    }

    public OspreyConfig current() {
        return current;
    }

    /** Why what file and overlay hold is not what runs, or not all of it; empty where it is. */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>(kept.problems());
        all.addAll(problems);
        return List.copyOf(all);
    }

    /** Notes what stopped the file's reading in a way that nobody foresaw. */
    void failed(Throwable failure) {
        problems = List.of(new Problem("", file + " could not be applied, what ran before still does: " + failure)
                .redacted(redactor()));
    }

    /** Knows every secret of the configuration, now and before. */
    public Redactor redactor() {
        return reader.redactor();
    }

    public Path file() {
        return file;
    }

    /** Applies what is current, and from now on every change, by the given means. */
    public void applyWith(ConfigApplier given) throws ConfigException {
        lock.lock();
        try {
            kept.settle();
            applier = next -> redacted(given, next);
            applier.apply(current);
        } finally {
            lock.unlock();
        }
    }

    private void redacted(ConfigApplier given, OspreyConfig next) throws ConfigException {
        try {
            given.apply(next);
        } catch (ConfigException e) {
            throw e.redacted(redactor());
        }
    }

    /**
     * Creates or changes a camera in the overlay. Settings are those of the file. With {@code source} or
     * {@code streams} they are the whole camera; a source as {@link CameraConfig#shown} has it, masked, means the one
     * there is. Without, they change the camera there is, key by key, and null takes a key away. A source may be one of
     * a network only, and names no secrets.
     */
    public OspreyConfig putCamera(String id, JsonNode settings) throws ConfigException {
        String path = Overlay.CAMERAS + "." + id;
        TreeLimits.CHANGE.check(settings, path);
        if (!(settings instanceof ObjectNode given)) {
            throw new ConfigException(path, "must be an object, got " + Shown.kind(settings));
        }
        lock.lock();
        try {
            ObjectNode next = given.deepCopy();
            CameraConfig there = current.cameras().get(id);
            boolean keepsSource = there != null && unmask(next, there.shown());
            if (Secrets.mentionedIn(next)) {
                throw new ConfigException(path, ONLY_IN_FILE);
            }
            boolean ownSource = next.hasNonNull("source") || next.hasNonNull("streams");
            JsonNode before = overlay.part(Overlay.CAMERAS).get(id);
            if (keepsSource && there != null) {
                there.shown().fieldNames().forEachRemaining(key -> {
                    if (!SOURCES.contains(key) && !next.has(key)) {
                        next.putNull(key);
                    }
                });
            }
            ObjectNode entry = next;
            if (!ownSource && before instanceof ObjectNode changed) {
                entry = changed.deepCopy();
                entry.setAll(next);
            }
            return change(overlay.with(Overlay.CAMERAS, id, entry));
        } finally {
            lock.unlock();
        }
    }

    /** Takes the source out where it is given as it was shown; true if it was. */
    private static boolean unmask(ObjectNode given, JsonNode shown) {
        boolean same = false;
        for (String key : SOURCES) {
            if (given.has(key) && given.get(key).equals(shown.get(key))) {
                given.remove(key);
                same = true;
            }
        }
        return same;
    }

    /** Removes a camera, and what was drawn on its picture; one of the file's is hidden from now on. */
    public OspreyConfig removeCamera(String id) throws ConfigException {
        return remove(Overlay.CAMERAS, id, current.cameras().containsKey(id));
    }

    /** Creates or replaces a zone or a line of a camera in the overlay. */
    public OspreyConfig putShape(ShapeKind kind, String camera, String name, JsonNode settings) throws ConfigException {
        String path = Overlay.CAMERAS + "." + camera + "." + kind.key() + "." + name;
        TreeLimits.CHANGE.check(settings, path);
        if (!settings.isObject()) {
            throw new ConfigException(path, "must be an object, got " + Shown.kind(settings));
        }
        if (Secrets.mentionedIn(settings)) {
            throw new ConfigException(path, ONLY_IN_FILE);
        }
        lock.lock();
        try {
            known(camera);
            return change(overlay.withShape(kind, camera, name, settings.deepCopy()));
        } finally {
            lock.unlock();
        }
    }

    /** Removes a zone or a line of a camera that no rule is about; one of the file's is hidden from now on. */
    public OspreyConfig removeShape(ShapeKind kind, String camera, String name) throws ConfigException {
        lock.lock();
        try {
            if (!known(camera).scene().shapes(kind).containsKey(name)) {
                throw new ConfigException(
                        Overlay.CAMERAS + "." + camera + "." + kind.key() + "." + name, "there is none of this name");
            }
            JsonNode own = overlay.part(Overlay.CAMERAS).path(camera).path(kind.key());
            boolean elsewhere = own.has(name)
                    || tree.root()
                            .path(Overlay.CAMERAS)
                            .path(camera)
                            .path(kind.key())
                            .has(name);
            return change(
                    elsewhere
                            ? overlay.withShape(kind, camera, name, NullNode.getInstance())
                            : overlay.withoutShape(kind, camera, name));
        } finally {
            lock.unlock();
        }
    }

    private CameraConfig known(String camera) throws ConfigException {
        CameraConfig there = current.cameras().get(camera);
        if (there == null) {
            throw new ConfigException(Overlay.CAMERAS + "." + camera, "there is none of this name");
        }
        return there;
    }

    /** Creates or replaces a pipeline in the overlay. */
    public OspreyConfig putPipeline(String name, JsonNode source) throws ConfigException {
        TreeLimits.CHANGE.check(source, Overlay.PIPELINES + "." + name);
        if (Secrets.mentionedIn(source)) {
            throw new ConfigException(Overlay.PIPELINES + "." + name, ONLY_IN_FILE);
        }
        lock.lock();
        try {
            return change(overlay.with(Overlay.PIPELINES, name, source.deepCopy()));
        } finally {
            lock.unlock();
        }
    }

    /** Removes a pipeline that no camera uses. */
    public OspreyConfig removePipeline(String name) throws ConfigException {
        return remove(Overlay.PIPELINES, name, current.pipelines().containsKey(name));
    }

    private OspreyConfig remove(String part, String name, boolean known) throws ConfigException {
        lock.lock();
        try {
            if (!known) {
                throw new ConfigException(part + "." + name, "there is none of this name");
            }
            boolean inFile = tree.root().path(part).has(name);
            Overlay rest = part.equals(Overlay.CAMERAS) ? overlay.withoutShapes(name) : overlay;
            return change(inFile ? rest.with(part, name, NullNode.getInstance()) : rest.without(part, name));
        } finally {
            lock.unlock();
        }
    }

    private OspreyConfig change(Overlay next) throws ConfigException {
        OspreyConfig before = current;
        refuseTooLarge(next);
        OspreyConfig config = reader.read(tree, next);
        applier.apply(config);
        try {
            next.write(overlayFile);
        } catch (IOException e) {
            applier.apply(before);
            throw new ConfigException(
                    "", "the change cannot be kept, so that it was taken back: " + overlayFile + ": " + e);
        }
        overlay = next;
        current = config;
        return config;
    }

    /** What could not be read at the next start is not written. */
    private static void refuseTooLarge(Overlay next) throws ConfigException {
        try {
            int bytes = next.bytes().length;
            if (bytes > Overlay.MAX_BYTES) {
                throw new ConfigException(
                        "",
                        "what page and API changed must be at most " + Overlay.MAX_BYTES
                                + " bytes altogether, but would" + " have " + bytes);
            }
        } catch (IOException e) {
            throw new ConfigException("", "the change cannot be written: " + e);
        }
    }

    /** Reads the file again and applies it. If it is refused, what ran before still does, and {@link #problems} says why. */
    public OspreyConfig reload() throws ConfigException {
        lock.lock();
        try {
            YamlTree next = YamlTree.read(file);
            Overlay pruned = overlay.withoutOrphans(next.root());
            OspreyConfig config = reader.read(next, pruned);
            applier.apply(config);
            tree = next;
            overlay = pruned;
            current = config;
            problems = startOnly(config);
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} applied: {1} cameras, {2} pipelines",
                    file,
                    config.cameras().size(),
                    config.pipelines().size());
            return config;
        } catch (ConfigException e) {
            problems = e.problems();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} is refused, what ran before still does:\n{1}",
                    file,
                    e.getMessage());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Compared with what was started, however often the file has changed since. */
    private List<Problem> startOnly(OspreyConfig now) {
        return started.server().sameStart(now.server())
                        && started.engine().equals(now.engine())
                        && started.store().equals(now.store())
                ? List.of()
                : List.of(new Problem("server", "what is read at the start only has changed: it takes a restart"));
    }
}
