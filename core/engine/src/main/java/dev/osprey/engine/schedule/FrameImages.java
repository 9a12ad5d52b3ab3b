package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.MadePictures;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures that stages made of one frame, given as results or not: held until the frame is through, and bounded.
 * Thread-safe.
 */
final class FrameImages implements MadePictures {
    private record Made(Picture picture, Input by) {}

    private final Frame frame;
    private final int most;
    private final long mostPixels;

    @GuardedBy("this")
    private final Map<Result.Image, Made> made = new IdentityHashMap<>(2);

    @GuardedBy("this")
    private int count;

    @GuardedBy("this")
    private long pixels;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Holds none yet.
     *
     * @param most so many images of the frame
     * @param mostPixels so many pixels in all of them, width times height
     */
    FrameImages(Frame frame, int most, long mostPixels) {
        this.frame = frame;
        this.most = most;
        this.mostPixels = mostPixels;
    }

    /** See {@link Input#write}; the source's reference is held by the caller. */
    Result.Image write(Input by, Picture source, Region shows, PixelSpec form, ByteBuffer from) throws StageException {
        long size = (long) form.widthFor(shows) * form.heightFor(shows);
        reserve(size);
        Picture picture = null;
        try {
            picture = source.write(shows, form, from);
            Result.Image image = Result.Image.of(picture.shows(), picture.width(), picture.height());
            keep(image, new Made(picture, by));
            picture = null;
            return image;
        } catch (RuntimeException | Error e) {
            giveBack(size);
            throw e;
        } finally {
            if (picture != null) {
                picture.release();
            }
        }
    }

    private synchronized void reserve(long size) throws StageException {
        if (count >= most) {
            throw new StageException(
                    Category.INPUT, "no more than " + most + " images are kept of one picture, and this is one more");
        }
        if (size > mostPixels - pixels) {
            throw new StageException(
                    Category.INPUT,
                    "no more than " + mostPixels + " pixels are kept of one picture's images: there are " + pixels
                            + " already, and " + size + " are to come");
        }
        count++;
        pixels += size;
    }

    private synchronized void giveBack(long size) {
        count--;
        pixels -= size;
    }

    private synchronized void keep(Result.Image image, Made entry) {
        if (closed) {
            throw new IllegalStateException("the picture is through already, and takes no more images; camera "
                    + frame.cameraId() + ", frame " + frame.sequence());
        }
        made.put(image, entry);
    }

    /** Whether the image was written through this input. */
    synchronized boolean isBy(Input input, Result.Image image) {
        Made entry = made.get(image);
        return entry != null && entry.by() == input;
    }

    @Override
    public synchronized Optional<Picture> of(Result.Image image) {
        return Optional.ofNullable(made.get(image)).map(Made::picture);
    }

    /** The frame is through: lets go of all. Throws nothing. */
    void close() {
        List<Made> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(made.values());
            made.clear();
        }
        all.forEach(entry -> Faults.OURS.contain("release of a stage's picture", entry.picture()::release));
    }
}
