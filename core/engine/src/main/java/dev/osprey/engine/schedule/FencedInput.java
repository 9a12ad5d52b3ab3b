package dev.osprey.engine.schedule;

import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An input that holds its picture until it is fenced and no read or write is under way. */
final class FencedInput implements Input {
    private static final int FENCED = 1 << 30;

    private final Picture picture;
    private final Frame frame;
    private final Region region;
    private final Optional<Result> parent;
    private final Sight sight;
    private final FrameImages images;

    /* The number of reads and writes under way, plus FENCED once no more may begin. Whoever brings it to exactly FENCED gives the
     * picture back: the fence if nobody reads, else the last reader. */
    private final AtomicInteger state = new AtomicInteger();

    /** Takes a reference of its own to the picture. */
    FencedInput(Picture picture, Frame frame, Region region, Optional<Result> parent, Sight sight, FrameImages images) {
        this.picture = picture.retain();
        this.frame = frame;
        this.region = region;
        this.parent = parent;
        this.sight = sight;
        this.images = images;
    }

    @Override
    public Frame frame() {
        return frame;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public Optional<Result> parent() {
        return parent;
    }

    @Override
    public List<Result> results(String stage) {
        return sight.results(stage);
    }

    @Override
    public <M> M memory(Supplier<M> first) {
        return sight.remembered(first);
    }

    @Override
    public Mapping read(Region wanted, PixelSpec spec, ByteBuffer into) {
        enter();
        try {
            return picture.read(wanted, spec, into);
        } finally {
            leave();
        }
    }

    @Override
    public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) throws StageException {
        enter();
        try {
            return images.write(this, picture, shows, form, from);
        } finally {
            leave();
        }
    }

    /** Whether this image was written through this input. */
    boolean wrote(Result.Image image) {
        return images.isBy(this, image);
    }

    /** Lets no further read or write begin. Does not wait for those under way, and throws nothing. */
    void fence() {
        int before = state.getAndUpdate(value -> value | FENCED);
        if (before == 0) {
            Faults.OURS.contain("release of a picture", picture::release);
        }
    }

    private void leave() {
        if (state.decrementAndGet() == FENCED) {
            picture.release();
        }
    }

    private void enter() {
        int before = state.getAndUpdate(value -> (value & FENCED) != 0 ? value : value + 1);
        if ((before & FENCED) != 0) {
            throw new IllegalStateException(
                    "the picture may be read and images written only until process() returns or its deadline"
                            + " passes; camera " + frame.cameraId() + ", frame " + frame.sequence());
        }
    }
}
