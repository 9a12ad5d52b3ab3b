package dev.osprey.bench;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.ClipEncoder;
import dev.osprey.media.picture.ClipReader;
import dev.osprey.media.picture.Jpeg;
import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What reading a decoded 720p picture costs a stage, by what it asks for, and a JPEG of it beside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PictureReadBenchmark {
    private static final PixelSpec NETWORK = PixelSpec.tensor(416, 416).withFit(PixelSpec.Fit.LETTERBOX, 114);
    private static final PixelSpec SMALL_GREY = PixelSpec.bytes(160, 90, PixelSpec.Order.GREY);
    private static final PixelSpec CROP = PixelSpec.tensor(224, 224);

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(416 * 416 * 3 * 4).order(ByteOrder.nativeOrder());
    private Picture picture;
    private Region whole;
    private Region turned;

    @Setup
    public void decode() throws IOException {
        Path clip = Files.createTempFile("bench", ".mp4");
        try {
            ClipEncoder.h264(Path.of("config/media/hall.mp4"), clip, 1280, 720, 25, 150);
            try (ClipReader reader = ClipReader.open(clip, "bench")) {
                for (int i = 0; i < 120; i++) {
                    reader.next().orElseThrow().release();
                }
                picture = reader.next().orElseThrow();
            }
        } finally {
            Files.delete(clip);
        }
        whole = Region.of(picture);
        turned = Region.rotated(new Box(400, 200, 260, 260), 0.3);
    }

    @TearDown
    public void release() {
        picture.release();
    }

    @Benchmark
    public Mapping wholeLetterboxed416() {
        return picture.read(whole, NETWORK, buffer.clear());
    }

    @Benchmark
    public Mapping wholeGrey160() {
        return picture.read(whole, SMALL_GREY, buffer.clear());
    }

    @Benchmark
    public Mapping turnedCrop224() {
        return picture.read(turned, CROP, buffer.clear());
    }

    @Benchmark
    public byte[] jpeg() {
        return Jpeg.encode(picture, 0, 80);
    }
}
