package dev.osprey.server.live;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import org.jspecify.annotations.Nullable;

/** Makes a JPEG of a picture; called on several threads at once. */
@FunctionalInterface
public interface JpegEncoder {
    /**
     * @param drawn results to draw on; null: none
     * @param maxWidth in pixels, 0: the picture's own
     */
    byte[] encode(Picture picture, @Nullable Analysis drawn, int maxWidth);
}
