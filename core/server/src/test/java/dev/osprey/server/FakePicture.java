package dev.osprey.server;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A picture without pixels that counts its references. */
public final class FakePicture implements Picture {
    private final int stream;
    private final long sequence;
    private final Instant capturedAt;
    private final AtomicInteger references = new AtomicInteger(1);

    public FakePicture(int stream, long sequence, Instant capturedAt) {
        this.stream = stream;
        this.sequence = sequence;
        this.capturedAt = capturedAt;
    }

    public FakePicture(long sequence) {
        this(1, sequence, Instant.ofEpochMilli(sequence * 40));
    }

    public int references() {
        return references.get();
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        throw new IllegalStateException("this picture has no pixels");
    }

    @Override
    public Picture write(Region shows, PixelSpec form, ByteBuffer from) {
        throw new IllegalStateException("this picture has no pixels");
    }

    @Override
    public Picture retain() {
        if (references.getAndIncrement() < 1) {
            throw new IllegalStateException("picture " + sequence + " is freed already");
        }
        return this;
    }

    @Override
    public void release() {
        if (references.getAndDecrement() < 1) {
            throw new IllegalStateException("picture " + sequence + " was given back too often");
        }
    }

    @Override
    public String cameraId() {
        return "hall";
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long ptsMicros() {
        return sequence * 40_000;
    }

    @Override
    public Instant capturedAt() {
        return capturedAt;
    }

    @Override
    public int width() {
        return 640;
    }

    @Override
    public int height() {
        return 360;
    }
}
