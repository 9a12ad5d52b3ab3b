package dev.osprey.engine.schedule;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Frame;
import java.time.Instant;

/** What a stage may know of a picture, copied, so that it stays true when the picture is gone. */
record FrameFacts(String cameraId, long sequence, long ptsMicros, Instant capturedAt, int width, int height)
        implements Frame {
    static FrameFacts of(String cameraId, Picture picture) {
        return new FrameFacts(
                cameraId,
                picture.sequence(),
                picture.ptsMicros(),
                picture.capturedAt(),
                picture.width(),
                picture.height());
    }

    long capturedMicros() {
        return micros(capturedAt);
    }

    /** Since the epoch. */
    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
