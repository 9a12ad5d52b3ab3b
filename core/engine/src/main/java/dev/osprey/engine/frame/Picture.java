package dev.osprey.engine.frame;

import dev.osprey.spi.Frame;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;

/**
 * A picture whose native memory is counted: it is made with one reference, and freed when the last is given
 * back. Reads may come from several threads at once.
 */
public interface Picture extends Frame {
    /** The camera's connection that it came from: counts up with every (re)connection or change of format, from 1. */
    int stream();

    /** As {@link dev.osprey.spi.Input#read}. The caller holds a reference. */
    Mapping read(Region region, PixelSpec spec, ByteBuffer into);

    /**
     * Another picture, of pixels that are copied from a buffer, which shows part of what this one is of. As
     * {@link dev.osprey.spi.Input#write}; the caller holds a reference of this one, and owns one of the other.
     *
     * @param shows in pixels of this picture's source
     */
    Picture write(Region shows, PixelSpec form, ByteBuffer from);

    /** What part of its source it shows, in the source's pixels. A camera's picture is its own source. */
    default Region shows() {
        return Region.of(this);
    }

    /**
     * This picture in the coordinates of its source: it has the source's size, and regions to read and mappings are in
     * the source's pixels. Shares the references of this one.
     */
    default Picture inSource() {
        return this;
    }

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
