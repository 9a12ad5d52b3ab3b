package dev.osprey.media.camera;

import dev.osprey.media.bitstream.StreamInfo;
import java.time.Instant;

/**
 * How a camera's stream is doing, for an operator. Counts are since the start.
 *
 * @param camera the camera's id
 * @param source without its secrets
 * @param message what is going on and, if something is wrong, what to do
 * @param stream as in {@link StreamInfo}; 0 before the first
 * @param width in pixels; 0 until known
 * @param height in pixels; 0 until known
 * @param codec as in {@link StreamInfo}; empty until known
 * @param fps pictures a second, over the last seconds
 * @param bitsPerSecond over the last seconds
 * @param keyFrameIntervalSeconds between the last two key frames; 0 until known
 * @param framesDecoded pictures handed on
 * @param framesDropped packets before the first key frame or between a corrupt one and the next key frame
 * @param packets read
 * @param corrupt packets the decoder could make nothing of
 * @param reconnects attempts after the first
 * @param lastError the last thing that went wrong; empty if nothing has
 * @param since when the state was entered
 */
public record StreamStatus(
        String camera,
        String source,
        State state,
        String message,
        int stream,
        int width,
        int height,
        String codec,
        double fps,
        long bitsPerSecond,
        double keyFrameIntervalSeconds,
        long framesDecoded,
        long framesDropped,
        long packets,
        long corrupt,
        int reconnects,
        String lastError,
        Instant since) {}
