package dev.osprey.testkit;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A picture of one grey, or a part of it, for tests of what a stage does around the pixels: nothing is scaled or fitted,
 * and what was read last is remembered. For pixels as the server reads them there are {@link Frames}, to be run by
 * {@link StageHarness} or handed in as {@link StageHarness#input}.
 */
public final class FakeInput implements Input, Frame {
    private static final int BLACK = 0;

    private final int width;
    private final int height;
    private final int grey;
    private final long ptsMicros;
    private final Region region;
    private final @Nullable Result parent;
    private final Runnable beforeRead;
    private final Earlier earlier;
    private volatile @Nullable Region readRegion;
    private volatile @Nullable PixelSpec readAs;

    private FakeInput(FakeInput of, int grey, long ptsMicros, Region region, @Nullable Result parent, Runnable read) {
        this(of.width, of.height, grey, ptsMicros, region, parent, read, of.earlier);
    }

    private FakeInput(
            int width,
            int height,
            int grey,
            long ptsMicros,
            Region region,
            @Nullable Result parent,
            Runnable beforeRead,
            Earlier earlier) {
        this.width = width;
        this.height = height;
        this.grey = grey;
        this.ptsMicros = ptsMicros;
        this.region = region;
        this.parent = parent;
        this.beforeRead = beforeRead;
        this.earlier = earlier;
    }

    /** A whole black picture of this size in pixels, the first of a camera of its own. */
    public static FakeInput of(int width, int height) {
        Region whole = Region.of(new Box(0, 0, width, height));
        return new FakeInput(width, height, BLACK, 0, whole, null, () -> {}, new Earlier());
    }

    /** @param newGrey of each channel of each pixel, 0..255 */
    public FakeInput withGrey(int newGrey) {
        return new FakeInput(this, newGrey, ptsMicros, region, parent, beforeRead);
    }

    public FakeInput withRegion(Region newRegion) {
        return new FakeInput(this, grey, ptsMicros, newRegion, parent, beforeRead);
    }

    /** What an earlier stage found; its box is the region. */
    public FakeInput withParent(Result.Detection newParent) {
        return new FakeInput(this, grey, ptsMicros, Region.of(newParent.box()), newParent, beforeRead);
    }

    /** Another picture of the same camera, with the same memory. */
    public FakeInput at(long newPtsMicros) {
        return new FakeInput(this, grey, newPtsMicros, region, parent, beforeRead);
    }

    /** Does something first, on the stage's thread, whenever it is read. */
    public FakeInput beforeRead(Runnable action) {
        return new FakeInput(this, grey, ptsMicros, region, parent, action);
    }

    /** The part that was read last. */
    public Region readRegion() {
        return read(readRegion);
    }

    /** The form in which it was read last. */
    public PixelSpec readAs() {
        return read(readAs);
    }

    private static <T> T read(@Nullable T last) {
        if (last == null) {
            throw new AssertionError("nothing was read");
        }
        return last;
    }

    @Override
    public Frame frame() {
        return this;
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
        return earlier.memory(cameraId(), first);
    }

    @Override
    public Mapping read(Region from, PixelSpec spec, ByteBuffer into) {
        beforeRead.run();
        readRegion = from;
        readAs = spec;
        int columns = spec.widthFor(from);
        int rows = spec.heightFor(from);
        int channels = spec.order().channels();
        int pixels = columns * rows;
        for (int i = 0; i < pixels * channels; i++) {
            int channel = spec.layout() == PixelSpec.Layout.NCHW ? i / pixels : i % channels;
            double element = (grey - spec.mean()[channel]) / spec.std()[channel];
            switch (spec.type()) {
                case U8 -> into.put((byte) Math.round(element));
                case I32 -> into.putInt((int) Math.round(element));
                case F32 -> into.putFloat((float) element);
                case F16 -> into.putShort(halfOfWhole(Math.round(element)));
            }
        }
        return Mapping.scaling(
                from.width() / columns,
                from.height() / rows,
                from.topLeft().x(),
                from.topLeft().y());
    }

    /** An image that nobody keeps: a later read of it is not to be had here. */
    @Override
    public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) {
        return Result.Image.of(shows, form.widthFor(shows), form.heightFor(shows));
    }

    /* The half of 0..2048 by search, so that who tests a conversion does not test it by itself. */
    private static short halfOfWhole(long whole) {
        for (int bits = 0; bits < 0x7C00; bits++) {
            int exponent = bits >> 10;
            double value = exponent == 0
                    ? (bits & 0x3FF) * Math.pow(2, -24)
                    : (1 + (bits & 0x3FF) / 1024.0) * Math.pow(2, exponent - 15);
            if (value == whole) {
                return (short) bits;
            }
        }
        throw new IllegalArgumentException("no half is " + whole + ": take a mean and std that leave 0..2048");
    }

    @Override
    public String cameraId() {
        return Frames.CAMERA;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public long ptsMicros() {
        return ptsMicros;
    }

    @Override
    public Instant capturedAt() {
        return Instant.EPOCH;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }
}
