package dev.osprey.testkit;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An input that can be read until its call of {@code process} has returned. */
final class HarnessInput implements Input {
    private final Picture picture;
    private final Region region;
    private final @Nullable Result parent;
    private final Set<Result.Image> written = ConcurrentHashMap.newKeySet();
    private volatile boolean fenced;
    private volatile Earlier earlier = new Earlier();
    private volatile @Nullable Set<Read> declared;

    HarnessInput(Picture picture, Region region, @Nullable Result parent) {
        this.picture = picture;
        this.region = region;
        this.parent = parent;
    }

    /** With what a harness remembers. */
    HarnessInput after(Earlier known) {
        earlier = known;
        return this;
    }

    /** Fails every read that is not among these. */
    HarnessInput allowing(Optional<Set<Read>> reads) {
        declared = reads.orElse(null);
        return this;
    }

    void fence() {
        fenced = true;
    }

    @Override
    public Frame frame() {
        return picture;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public Optional<Result> parent() {
        return Optional.ofNullable(parent);
    }

    @Override
    public List<Result> results(String stage) {
        return earlier.results(stage);
    }

    @Override
    public <M> M memory(Supplier<M> first) {
        return earlier.memory(picture.cameraId(), first);
    }

    @Override
    public Mapping read(Region from, PixelSpec spec, ByteBuffer into) {
        if (fenced) {
            throw new IllegalStateException("an input was read after process had returned");
        }
        Set<Read> allowed = declared;
        if (allowed != null && allowed.stream().noneMatch(read -> read.allows(this, from, spec))) {
            throw new AssertionError("the stage declares that it reads " + allowed + ", and has read " + from + " as "
                    + spec + " of an input whose region is " + region);
        }
        if (!(parent instanceof Result.Image image)) {
            return picture.read(from, spec, into);
        }
        Picture made = ImagePixels.picture(picture, image);
        try {
            return made.inSource().read(from, spec, into);
        } finally {
            made.release();
        }
    }

    @Override
    public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) {
        if (fenced) {
            throw new IllegalStateException("an image was written after process had returned");
        }
        Picture made = picture.write(shows, form, from);
        try {
            Result.Image image = ImagePixels.keep(made);
            written.add(image);
            return image;
        } finally {
            made.release();
        }
    }

    /** Fails an output with images that were not written through this input. */
    void checkImages(Output output) {
        for (Result result : output.results()) {
            if (result instanceof Result.Image image && !written.contains(image)) {
                throw new AssertionError(
                        "the stage has given " + image
                                + ", which no write of this input has made: the host would refuse it, as nobody has its pixels");
            }
        }
    }
}
