package dev.osprey.media.frame;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What regions and stages' buffers are held to. */
final class Buffers {
    private Buffers() {}

    static void checkFinite(Region region) {
        for (Point corner : List.of(region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft())) {
            if (!Double.isFinite(corner.x()) || !Double.isFinite(corner.y())) {
                throw new IllegalArgumentException("the region's corners must be finite, got " + region);
            }
        }
    }

    /** As {@link #checkSize}, for a buffer that is written. */
    static int checkWritable(Region region, PixelSpec spec, ByteBuffer into) {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the buffer must be direct and writable, got " + into + ": use ByteBuffer.allocateDirect");
        }
        return checkSize(region, spec, into);
    }

    /** The bytes that pixels of this form take, for which the buffer has room. */
    static int checkSize(Region region, PixelSpec spec, ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException(
                    "the buffer must be direct, got " + buffer + ": use ByteBuffer.allocateDirect");
        }
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer's byte order must be native (" + ByteOrder.nativeOrder()
                    + "), got " + buffer.order() + ": call order(ByteOrder.nativeOrder())");
        }
        int bytes = spec.sizeBytes(region);
        if (buffer.remaining() < bytes) {
            throw new IllegalArgumentException(
                    "the buffer must have " + bytes + " bytes remaining for " + spec + ", got " + buffer.remaining());
        }
        return bytes;
    }
}
