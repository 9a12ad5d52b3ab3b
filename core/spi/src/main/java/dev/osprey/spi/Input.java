package dev.osprey.spi;

import java.nio.ByteBuffer;
import java.util.Optional;

/** One picture, or one region of it, that a stage shall analyse. Valid until {@link Stage#process} returns. */
public interface Input {
    Frame frame();

    /** What to look at: the whole picture, or the region of the {@link #parent}. */
    Region region();

    /** The result of the earlier stage on whose region this input stands. */
    Optional<Result> parent();

    /**
     * Reads pixels: scales, turns, straightens, fits, orders and normalises in one pass. May be called several times,
     * with any regions; what lies outside the picture is filled.
     *
     * @param region in source pixels; {@link #region()} for the one to analyse
     * @param spec the form in which the pixels are wanted
     * @param into direct and of native byte order, with at least {@link PixelSpec#sizeBytes(Region)} bytes remaining;
     *     written from its position on, which moves past what was written
     * @return where the pixels written came from
     * @throws IllegalArgumentException if the buffer is not direct, of the other byte order, or too small
     * @throws IllegalStateException after {@link Stage#process} has returned or its deadline has passed
     */
    Mapping read(Region region, PixelSpec spec, ByteBuffer into);
}
