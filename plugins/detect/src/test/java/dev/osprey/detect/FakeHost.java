package dev.osprey.detect;

import dev.osprey.spi.Device;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Model;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A host that takes names for paths, and hands out pictures whose pixels nobody looks at. */
record FakeHost(List<String> labels, Map<String, String> properties) implements StageContext {
    FakeHost() {
        this(List.of(), Map.of());
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public int lanes() {
        return 2;
    }

    @Override
    public Model model(String nameOrPath) {
        return Model.of(nameOrPath, Path.of(nameOrPath))
                .withTask("detect")
                .withLabels(labels)
                .withProperties(properties);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger("test");
    }

    /** A picture, or a region of it; remembers how it was read. Maps what is read as if it were stretched. */
    record Picture(int width, int height, Region region, AtomicReference<PixelSpec> readAs) implements Input, Frame {
        static Picture of(int width, int height) {
            return of(width, height, Region.of(new dev.osprey.spi.Box(0, 0, width, height)));
        }

        static Picture of(int width, int height, Region region) {
            return new Picture(width, height, region, new AtomicReference<>());
        }

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
            readAs.set(spec);
            into.position(into.position() + Math.toIntExact(spec.sizeBytes(from)));
            return Mapping.scaling(
                    from.width() / spec.width(),
                    from.height() / spec.height(),
                    from.topLeft().x(),
                    from.topLeft().y());
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
    }
}
