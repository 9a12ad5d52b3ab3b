package dev.osprey.engine.frame;

import dev.osprey.spi.Frame;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;

/**
 * A decoded picture whose native memory is counted: it is made with one reference, and freed when the last is given
 * back. Reads may come from several threads at once.
 */
public interface Picture extends Frame {
    /** The camera's connection that it came from: counts up with every (re)connection or change of format, from 1. */
    int stream();

    /** As {@link dev.osprey.spi.Input#read}. The caller holds a reference. */
    Mapping read(Region region, PixelSpec spec, ByteBuffer into);

    /**
     * Takes another reference.
     *
     * @throws IllegalStateException if the picture is freed already
     */
    Picture retain();

    /**
     * Gives a reference back.
     *
     * @throws IllegalStateException if there is none left
     */
    void release();
}
