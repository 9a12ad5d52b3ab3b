package dev.osprey.engine.schedule;

import dev.osprey.engine.ReadObserver;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** A picture whose reads somebody watches. Shares the references of the picture behind it. */
record ObservedPicture(Picture picture, String stage, ReadObserver observer) implements Picture {
    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        int start = into.position();
        Mapping mapping = picture.read(region, spec, into);
        ByteBuffer written =
                into.slice(start, into.position() - start).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
        observer.onRead(stage, picture, region, spec, written);
        return mapping;
    }

    @Override
    public Picture write(Region shows, PixelSpec form, ByteBuffer from) {
        return picture.write(shows, form, from);
    }

    @Override
    public Region shows() {
        return picture.shows();
    }

    @Override
    public Picture inSource() {
        return new ObservedPicture(picture.inSource(), stage, observer);
    }

    @Override
    public Picture retain() {
        picture.retain();
        return this;
    }

    @Override
    public void release() {
        picture.release();
    }

    @Override
    public int stream() {
        return picture.stream();
    }

    @Override
    public String cameraId() {
        return picture.cameraId();
    }

    @Override
    public long sequence() {
        return picture.sequence();
    }

    @Override
    public long ptsMicros() {
        return picture.ptsMicros();
    }

    @Override
    public Instant capturedAt() {
        return picture.capturedAt();
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }
}
