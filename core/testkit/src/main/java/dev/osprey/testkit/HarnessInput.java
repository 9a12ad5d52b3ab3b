package dev.osprey.testkit;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An input that can be read until its call of {@code process} has returned. */
final class HarnessInput implements Input {
    private final Picture picture;
    private final Region region;
    private final @Nullable Result parent;
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
        return picture.read(from, spec, into);
    }
}
