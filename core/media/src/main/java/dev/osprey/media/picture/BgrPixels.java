package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A whole picture in bytes, [H, W, 3] in the order BGR, to draw on and to encode. Its memory is kept for the next one,
 * since fresh memory costs more than the encoding (7 ms at 720p, as the system hands out its pages one by one).
 */
final class BgrPixels implements AutoCloseable {
    private static final int KEPT = 4;
    private static final int MAX_KEPT_BYTES = 16 << 20;
    private static final ArrayDeque<ByteBuffer> IDLE = new ArrayDeque<>();

    private final ByteBuffer buffer;
    private final BytePointer memory;
    private final Mat mat;

    /**
     * Reads a picture, of which the caller holds a reference.
     *
     * @param width in pixels
     * @param height in pixels
     */
    BgrPixels(Picture picture, int width, int height) {
        int bytes = Math.multiplyExact(Math.multiplyExact(width, height), 3);
        buffer = take(bytes);
        buffer.clear().limit(bytes);
        picture.read(Region.of(picture), PixelSpec.bytes(width, height, PixelSpec.Order.BGR), buffer);
        buffer.flip();
        memory = new BytePointer(buffer);
        mat = new Mat(height, width, CV_8UC3, memory);
    }

    private static ByteBuffer take(int bytes) {
        synchronized (IDLE) {
            for (ByteBuffer idle : IDLE) {
                if (idle.capacity() >= bytes) {
                    IDLE.remove(idle);
                    return idle;
                }
            }
        }
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    Mat mat() {
        return mat;
    }

    BytePointer memory() {
        return memory;
    }

    @Override
    public void close() {
        mat.close();
        memory.close();
        if (buffer.capacity() > MAX_KEPT_BYTES) {
            return;
        }
        synchronized (IDLE) {
            IDLE.addLast(buffer);
            if (IDLE.size() > KEPT) {
                IDLE.removeFirst();
            }
        }
    }
}
