package dev.osprey.testkit;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The pixels of images that stages have written in tests, copied to the heap and kept as long as the image is. Images are
 * equal only to themselves. Thread-safe.
 */
final class ImagePixels {
    private static final PixelSpec RGB = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);

    /** Guarded by the class. */
    private static final Map<Result.Image, byte[]> ALL = new WeakHashMap<>();

    private ImagePixels() {}

    /** Takes the pixels out of a picture that was written, which stays the caller's. */
    static Result.Image keep(Picture written) {
        Region whole = Region.of(written);
        ByteBuffer buffer = direct(RGB.sizeBytes(whole));
        written.read(whole, RGB, buffer);
        byte[] rgb = new byte[buffer.flip().remaining()];
        buffer.get(rgb);
        return keep(Result.Image.of(written.shows(), written.width(), written.height()), rgb);
    }

    private static Result.Image keep(Result.Image image, byte[] rgb) {
        synchronized (ImagePixels.class) {
            ALL.put(image, rgb);
        }
        return image;
    }

    /** [H, W, 3] in the order RGB; not to be changed. */
    static byte[] of(Result.Image image) {
        byte[] rgb;
        synchronized (ImagePixels.class) {
            rgb = ALL.get(image);
        }
        if (rgb == null) {
            throw new AssertionError(image + " has no pixels: a stage gives images that Input.write has returned");
        }
        return rgb;
    }

    static boolean has(Result.Image image) {
        synchronized (ImagePixels.class) {
            return ALL.containsKey(image);
        }
    }

    /** The same pixels, said to show another part. */
    static Result.Image moved(Result.Image image, Region shows) {
        return keep(Result.Image.of(shows, image.width(), image.height()), of(image));
    }

    /** The image's pixels as a picture made of this one; the caller owns it. */
    static Picture picture(Picture source, Result.Image image) {
        byte[] rgb = of(image);
        ByteBuffer buffer = direct(rgb.length).put(rgb).flip();
        return source.write(image.region(), RGB.withSize(image.width(), image.height()), buffer);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
