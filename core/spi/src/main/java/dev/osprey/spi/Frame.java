package dev.osprey.spi;

import java.time.Instant;

/** What is known of a picture beside its pixels. */
public interface Frame {
    String cameraId();

    /** Counts the decoded pictures of a stream, from 0; gaps are pictures that were not analysed. */
    long sequence();

    /** Presentation time within the stream, in microseconds. */
    long ptsMicros();

    /** When the picture's packet was read. */
    Instant capturedAt();

    /** In pixels, as displayed. */
    int width();

    /** In pixels, as displayed. */
    int height();
}
