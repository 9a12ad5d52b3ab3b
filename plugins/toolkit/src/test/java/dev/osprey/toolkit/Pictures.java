package dev.osprey.toolkit;

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

/** Pictures of one grey, read without any scaling, for tests of what happens around the pixels. */
final class Pictures {
    private Pictures() {}

    /** A picture of 100 x 50 pixels, all of this value. */
    static Input grey(int value) {
        return new Grey(value, Region.of(new Box(0, 0, 100, 50)));
    }

    private record Grey(int value, Region region) implements Input, Frame {
        @Override
        public Frame frame() {
            return this;
        }

        @Override
        public Optional<Result> parent() {
            return Optional.empty();
        }

        @Override
        public List<Result> results(String stage) {
            return List.of();
        }

        @Override
        public <M> M memory(Supplier<M> first) {
            return first.get();
        }

        @Override
        public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) {
            return Result.Image.of(shows, form.widthFor(shows), form.heightFor(shows));
        }

        @Override
        public Mapping read(Region from, PixelSpec spec, ByteBuffer into) {
            int pixels = spec.widthFor(from) * spec.heightFor(from);
            for (int i = 0; i < pixels * spec.order().channels(); i++) {
                int channel = spec.layout() == PixelSpec.Layout.NCHW
                        ? i / pixels
                        : i % spec.order().channels();
                double element = (value - spec.mean()[channel]) / spec.std()[channel];
                switch (spec.type()) {
                    case U8 -> into.put((byte) Math.round(element));
                    case I32 -> into.putInt((int) Math.round(element));
                    case F32 -> into.putFloat((float) element);
                    case F16 -> into.putShort(halfOfSmallWhole(Math.round(element)));
                }
            }
            return Mapping.scaling(
                    from.width() / spec.widthFor(from),
                    from.height() / spec.heightFor(from),
                    from.topLeft().x(),
                    from.topLeft().y());
        }

        /** The half of 0..2048, by search: the test must not use what it tests. */
        private static short halfOfSmallWhole(long whole) {
            for (int bits = 0; bits < 0x7C00; bits++) {
                int exponent = bits >> 10;
                double value = exponent == 0
                        ? (bits & 0x3FF) * Math.pow(2, -24)
                        : (1 + (bits & 0x3FF) / 1024.0) * Math.pow(2, exponent - 15);
                if (value == whole) {
                    return (short) bits;
                }
            }
            throw new IllegalArgumentException("no half for " + whole);
        }

        @Override
        public String cameraId() {
            return "test";
        }

        @Override
        public long sequence() {
            return 0;
        }

        @Override
        public long ptsMicros() {
            return 0;
        }

        @Override
        public Instant capturedAt() {
            return Instant.EPOCH;
        }

        @Override
        public int width() {
            return 100;
        }

        @Override
        public int height() {
            return 50;
        }
    }
}
