package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A picture held for the caller, and what was found in it; {@link #close} gives the picture back. */
public final class Snapshot implements AutoCloseable {
    private final Picture picture;
    private final @Nullable Analysis analysis;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over the caller's reference to the picture. */
    public Snapshot(Picture picture, @Nullable Analysis analysis) {
        this.picture = picture;
        this.analysis = analysis;
    }

    public Picture picture() {
        return picture;
    }

    /** Empty where the camera has no pipeline, or it has not answered yet. */
    public Optional<Analysis> analysis() {
        return Optional.ofNullable(analysis);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            picture.release();
        }
    }
}
