package dev.osprey.engine;

import dev.osprey.spi.Frame;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;

/** Sees what stages read, as they read it: for looking into a pipeline, not for every day. */
@FunctionalInterface
public interface ReadObserver {
    /** Sees nothing. */
    ReadObserver NONE = (stage, frame, region, spec, pixels) -> {};

    /**
     * Called after each read, on the thread that reads; slow work here counts against the stage's deadline.
     *
     * @param stage the stage's name in the pipeline
     * @param pixels exactly what was written, from index 0 on; to be left as it is, and not to be kept
     */
    void onRead(String stage, Frame frame, Region region, PixelSpec spec, ByteBuffer pixels);
}
