package dev.osprey.media.frame;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A picture that was made, in the coordinates of its source; shares its references. */
record PlacedPicture(VideoPicture own, Lens lens) implements Picture {
    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        return own.read(lens, region, spec, into);
    }

    @Override
    public Picture write(Region shows, PixelSpec form, ByteBuffer from) {
        return own.write(shows, form, from);
    }

    @Override
    public Picture retain() {
        own.retain();
        return this;
    }

    @Override
    public void release() {
        own.release();
    }

    @Override
    public int stream() {
        return own.stream();
    }

    @Override
    public String cameraId() {
        return own.cameraId();
    }

    @Override
    public long sequence() {
        return own.sequence();
    }

    @Override
    public long ptsMicros() {
        return own.ptsMicros();
    }

    @Override
    public Instant capturedAt() {
        return own.capturedAt();
    }

    @Override
    public int width() {
        return lens.sourceWidth();
    }

    @Override
    public int height() {
        return lens.sourceHeight();
    }
}
