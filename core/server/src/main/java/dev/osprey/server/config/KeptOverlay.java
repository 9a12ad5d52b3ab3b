package dev.osprey.server.config;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overlay that a start finds, as far as it can be used. One that is damaged, or does not go with the configuration
 * file any more, does not stop the start: what cannot be used is left out and said, and {@link #settle} keeps it in a
 * file of its own. Not thread-safe.
 */
final class KeptOverlay {
    private static final System.Logger LOG = System.getLogger(KeptOverlay.class.getName());

    private final Path file;
    private final Overlay overlay;
    private final OspreyConfig config;
    private final List<Problem> leftOut;
    private final boolean whole;
    private @Nullable Path aside;

    private KeptOverlay(Path file, Overlay overlay, OspreyConfig config, List<Problem> leftOut, boolean whole) {
        this.file = file;
        this.overlay = overlay;
        this.config = config;
        this.leftOut = List.copyOf(leftOut);
        this.whole = whole;
    }

    /** @throws ConfigException if the configuration file itself is wrong */
    static KeptOverlay read(Path file, YamlTree tree, ConfigReader reader) throws ConfigException {
        List<Problem> leftOut = new ArrayList<>();
        Overlay overlay;
        try {
            overlay = Overlay.read(file).withoutOrphans(tree.root());
        } catch (ConfigException e) {
            return new KeptOverlay(file, Overlay.empty(), reader.read(tree, Overlay.empty()), e.problems(), true);
        }
        while (true) {
            try {
                return new KeptOverlay(file, overlay, reader.read(tree, overlay), leftOut, false);
            } catch (ConfigException e) {
                Overlay fewer = without(overlay, e.problems());
                if (fewer.equals(overlay)) {
                    OspreyConfig alone = reader.read(tree, Overlay.empty()); // throws where the file is to blame
                    leftOut.addAll(e.problems());
                    return new KeptOverlay(file, Overlay.empty(), alone, leftOut, true);
                }
                e.problems().stream()
                        .filter(problem -> !leftOut.contains(problem))
                        .forEach(leftOut::add);
                overlay = fewer;
            }
        }
    }

    /** Without the entries that the problems are about. */
    private static Overlay without(Overlay overlay, List<Problem> problems) {
        Overlay fewer = overlay;
        for (Problem problem : problems) {
            boolean aboutAShape = false;
            for (ShapeKind kind : ShapeKind.values()) {
                for (String camera : overlay.names(kind.key())) {
                    for (String name : overlay.shapes(kind, camera)) {
                        String path = Overlay.CAMERAS + "." + camera + "." + kind.key() + "." + name;
                        if (concerns(problem, path)) {
                            fewer = fewer.withoutShape(kind, camera, name);
                            aboutAShape = true;
                        }
                    }
                }
            }
            if (aboutAShape) {
                continue;
            }
            for (String part : List.of(Overlay.CAMERAS, Overlay.PIPELINES)) {
                for (String name : overlay.names(part)) {
                    if (concerns(problem, part + "." + name)) {
                        fewer = fewer.without(part, name);
                    }
                }
            }
        }
        return fewer;
    }

    private static boolean concerns(Problem problem, String path) {
        return problem.path().equals(path) || problem.path().startsWith(path + ".");
    }

    Overlay overlay() {
        return overlay;
    }

    OspreyConfig config() {
        return config;
    }

    /** What is left out, and why. */
    List<Problem> problems() {
        Path kept = aside;
        String where = kept == null ? "" : " (kept in " + kept + "; delete that file once it is dealt with)";
        return leftOut.stream()
                .map(problem -> new Problem(
                        problem.path(), "left out of what page and API changed: " + problem.message() + where))
                .toList();
    }

    /** Keeps what is left out in a file of its own, so that the next change does not overwrite it. */
    void settle() {
        if (leftOut.isEmpty() || aside != null) {
            return;
        }
        try {
            Path target = free();
            if (whole) {
                Files.move(file, target);
            } else {
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                overlay.write(file);
            }
            aside = target;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} cannot be set aside: {1}", file, e);
        }
        problems().forEach(problem -> LOG.log(System.Logger.Level.ERROR, "{0}", problem));
    }

    private Path free() {
        for (int number = 1; ; number++) {
            Path candidate = file.resolveSibling(Overlay.FILE_NAME + ".aside-" + number);
            if (!Files.exists(candidate)) {
                return candidate;
            }
        }
    }
}
