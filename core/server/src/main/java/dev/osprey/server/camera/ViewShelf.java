package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.frame.MadePictures;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest picture of each view of a camera, held until a newer one comes, or none has for a while. There are at most
 * as many as the pipeline has stages. Thread-safe.
 */
final class ViewShelf implements AutoCloseable {
    /** A stage that gave none for so long gives none any more; some look at few pictures only. */
    private static final Duration LATELY = Duration.ofMinutes(2);

    /** Guarded by this; holds a reference of each. */
    private final Map<String, Picture> newest = new LinkedHashMap<>();

    /** Guarded by this. */
    private boolean closed;

    /** Of each stage's images in one analysis the first, as {@code made} has them: no references are taken. */
    static Map<String, Picture> views(Analysis analysis, MadePictures made) {
        Map<String, Picture> views = new LinkedHashMap<>();
        analysis.results().forEach((stage, findings) -> findings.stream()
                .map(Finding::result)
                .filter(Result.Image.class::isInstance)
                .findFirst()
                .flatMap(image -> made.of((Result.Image) image))
                .ifPresent(picture -> views.put(stage, picture)));
        return views;
    }

    /**
     * Takes a reference of each.
     *
     * @param now when the picture that they were made of was captured
     */
    synchronized void put(Map<String, Picture> views, Instant now) {
        if (closed) {
            return;
        }
        views.forEach((name, picture) -> {
            Picture old = newest.put(name, picture.retain());
            if (old != null) {
                old.release();
            }
        });
        Iterator<Picture> all = newest.values().iterator();
        while (all.hasNext()) {
            Picture picture = all.next();
            if (picture.capturedAt().plus(LATELY).isBefore(now)) {
                all.remove();
                picture.release();
            }
        }
    }

    synchronized List<ViewInfo> list() {
        return newest.entrySet().stream()
                .map(entry -> new ViewInfo(
                        entry.getKey(),
                        entry.getValue().width(),
                        entry.getValue().height()))
                .toList();
    }

    /** The newest picture of a view, with a reference for the caller. */
    synchronized Optional<Picture> take(String name) {
        return Optional.ofNullable(newest.get(name)).map(Picture::retain);
    }

    /** The pipeline is gone, and its views with it. */
    synchronized void clear() {
        newest.values().forEach(Picture::release);
        newest.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        clear();
    }
}
