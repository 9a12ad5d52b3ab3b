package dev.osprey.engine.fakes;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A picture without pixels that counts its references and says who reads it after it is freed. */
public final class FakePicture implements Picture {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicInteger tooOften = new AtomicInteger();
    private final String camera;
    private final int stream;
    private final long sequence;
    private final Instant capturedAt;
    private volatile Runnable duringRead = () -> {};
    private volatile Runnable duringRetain = () -> {};
    private volatile Runnable duringLook = () -> {};
    private volatile Runnable duringWrite = () -> {};
    private final List<FakePicture> written = new CopyOnWriteArrayList<>();
    private final List<Region> reads = new CopyOnWriteArrayList<>();
    private int width = 640;
    private int height = 480;
    private @Nullable Region shows;

    private FakePicture(String camera, int stream, long sequence, Instant capturedAt) {
        this.camera = camera;
        this.stream = stream;
        this.sequence = sequence;
        this.capturedAt = capturedAt;
    }

    /** The n-th picture of a camera with 10 pictures a second. */
    public static FakePicture of(String camera, long sequence) {
        return at(camera, sequence, Duration.ofMillis(100 * sequence));
    }

    public static FakePicture at(String camera, long sequence, Duration sinceStart) {
        return new FakePicture(camera, 1, sequence, START.plus(sinceStart));
    }

    public FakePicture duringRead(Runnable action) {
        duringRead = action;
        return this;
    }

    public FakePicture duringRetain(Runnable action) {
        duringRetain = action;
        return this;
    }

    /** When somebody asks for its capture time. */
    public FakePicture duringLook(Runnable action) {
        duringLook = action;
        return this;
    }

    /** When somebody writes, after the picture written was made. */
    public FakePicture duringWrite(Runnable action) {
        duringWrite = action;
        return this;
    }

    /** The pictures made of it. */
    public List<FakePicture> written() {
        return written;
    }

    /** Regions read. */
    public List<Region> reads() {
        return reads;
    }

    public int references() {
        return references.get();
    }

    /** How often it was retained or released after it was freed. */
    public int misuses() {
        return tooOften.get();
    }

    public boolean isFreed() {
        return references.get() == 0;
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        duringRead.run();
        if (isFreed()) {
            throw new AssertionError("picture " + sequence + " of " + camera + " is read after it was freed");
        }
        reads.add(region);
        return Mapping.scaling(1, 1, region.topLeft().x(), region.topLeft().y());
    }

    @Override
    public Picture write(Region region, PixelSpec form, ByteBuffer from) {
        FakePicture made = new FakePicture(camera, stream, sequence, capturedAt);
        made.width = form.widthFor(region);
        made.height = form.heightFor(region);
        made.shows = region;
        written.add(made);
        duringWrite.run();
        return made;
    }

    @Override
    public Region shows() {
        return shows == null ? Region.of(this) : shows;
    }

    @Override
    public Picture retain() {
        duringRetain.run();
        references.updateAndGet(count -> {
            if (count == 0) {
                tooOften.incrementAndGet();
                throw new IllegalStateException("picture " + sequence + " of " + camera + " is freed already");
            }
            return count + 1;
        });
        return this;
    }

    @Override
    public void release() {
        references.updateAndGet(count -> {
            if (count == 0) {
                tooOften.incrementAndGet();
                throw new IllegalStateException("picture " + sequence + " of " + camera + " is released too often");
            }
            return count - 1;
        });
    }

    @Override
    public String cameraId() {
        return camera;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long ptsMicros() {
        return sequence * 100_000;
    }

    @Override
    public Instant capturedAt() {
        duringLook.run();
        return capturedAt;
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
