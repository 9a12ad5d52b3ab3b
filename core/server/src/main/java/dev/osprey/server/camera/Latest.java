package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A camera's newest decoded and newest analysed picture, each held until a newer one comes. Thread-safe. */
final class Latest implements AutoCloseable {
    /** An analysed picture older than this, beside a newer one that is not, is not the newest any more. */
    private static final Duration STALE = Duration.ofSeconds(2);

    private @Nullable Picture decoded;
    private @Nullable Picture analysed;
    private @Nullable Analysis analysis;
    private boolean closed;

    /** The caller keeps its reference. */
    synchronized void decoded(Picture picture) {
        if (!closed) {
            Picture old = decoded;
            decoded = picture.retain();
            release(old);
        }
    }

    /** The caller keeps its reference. */
    synchronized void analysed(Picture picture, Analysis result) {
        if (!closed) {
            Picture old = analysed;
            analysed = picture.retain();
            analysis = result;
            release(old);
        }
    }

    /** The pipeline is gone: what it found shows nothing of now. */
    synchronized void forgetAnalysis() {
        release(analysed);
        analysed = null;
        analysis = null;
    }

    synchronized Optional<Snapshot> take() {
        Picture withResult = analysed;
        Picture newest = decoded;
        boolean stale = withResult == null
                || newest != null
                        && newest.capturedAt().isAfter(withResult.capturedAt().plus(STALE));
        if (withResult != null && !stale) {
            return Optional.of(new Snapshot(withResult.retain(), analysis));
        }
        return newest == null ? Optional.empty() : Optional.of(new Snapshot(newest.retain(), null));
    }

    @Override
    public synchronized void close() {
        closed = true;
        release(decoded);
        decoded = null;
        forgetAnalysis();
    }

    private static void release(@Nullable Picture picture) {
        if (picture != null) {
            picture.release();
        }
    }
}
