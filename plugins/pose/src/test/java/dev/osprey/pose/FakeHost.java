package dev.osprey.pose;

import dev.osprey.spi.Box;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
                .withTask("pose")
                .withLabels(labels)
                .withProperties(properties);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger("test");
    }

    /** A picture, or a person's box in it; remembers what was read. Maps what is read as if it were stretched. */
    static final class Picture implements Input, Frame {
        private final int width;
        private final int height;
        private final @Nullable Box person;
        private final long ptsMicros;
        private Map<String, Object> memory = new ConcurrentHashMap<>();
        private @Nullable Region region;
        private @Nullable PixelSpec spec;

        private Picture(int width, int height, @Nullable Box person, long ptsMicros) {
            this.width = width;
            this.height = height;
            this.person = person;
            this.ptsMicros = ptsMicros;
        }

        static Picture of(int width, int height) {
            return new Picture(width, height, null, 0);
        }

        static Picture of(int width, int height, Box person) {
            return new Picture(width, height, person, 0);
        }

        /** A picture of the same camera, at another time. */
        Picture at(long otherMicros) {
            Picture other = new Picture(width, height, null, otherMicros);
            other.memory = memory;
            return other;
        }

        /** The part of the picture that was read. */
        Box readBox() {
            if (region == null) {
                throw new AssertionError("nothing was read");
            }
            return region.bounds();
        }

        /** The form in which it was read. */
        PixelSpec readAs() {
            if (spec == null) {
                throw new AssertionError("nothing was read");
            }
            return spec;
        }

        @Override
        public Frame frame() {
            return this;
        }

        @Override
        public Region region() {
            return person == null ? Region.of(this) : Region.of(person);
        }

        @Override
        public Optional<Result> parent() {
            return Optional.ofNullable(person).map(box -> new Result.Detection("person", 1, box));
        }

        @Override
        public List<Result> results(String stage) {
            return List.of();
        }

        @Override
        @SuppressWarnings("unchecked") // given back to whom it is of
        public <M> M memory(Supplier<M> first) {
            return (M) memory.computeIfAbsent(cameraId(), camera -> first.get());
        }

        @Override
        public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) {
            return Result.Image.of(shows, form.widthFor(shows), form.heightFor(shows));
        }

        @Override
        public Mapping read(Region from, PixelSpec as, ByteBuffer into) {
            region = from;
            spec = as;
            into.position(into.position() + as.sizeBytes(from));
            return Mapping.scaling(
                    from.width() / as.width(),
                    from.height() / as.height(),
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
}
