package dev.osprey.server.camera;

import dev.osprey.engine.text.Redactor;
import java.util.List;

/**
 * A camera as page and API show it: its component names are the wire's.
 *
 * @param pipeline empty: none
 * @param state {@code connecting|live|stalled|lost|refused|ended|disabled}
 * @param stateMessage why, in words that help
 * @param fps pictures a second of the detect stream
 * @param kbps of the detect stream, in 1,000 bits a second
 * @param framesDropped pictures that the engine did not take, as a newer one came first
 * @param lastError of the stream, or of stages that fail or are out of use while it is live; empty: none yet
 * @param latencyMillis from packet to result, p50 of the last results; 0 without any
 * @param latencyP99Millis the same, p99
 * @param origin {@code file|overlay}
 */
public record CameraView(
        String id,
        String pipeline,
        String state,
        String stateMessage,
        int width,
        int height,
        String codec,
        double fps,
        long kbps,
        double keyFrameIntervalSeconds,
        double analysesPerSecond,
        long framesDropped,
        int reconnects,
        String lastError,
        double latencyMillis,
        double latencyP99Millis,
        List<StreamView> streams,
        String origin) {
    public CameraView {
        streams = List.copyOf(streams);
    }

    /** The same without secrets in its words. */
    CameraView redacted(Redactor redactor) {
        return new CameraView(
                id,
                pipeline,
                state,
                redactor.redact(stateMessage),
                width,
                height,
                codec,
                fps,
                kbps,
                keyFrameIntervalSeconds,
                analysesPerSecond,
                framesDropped,
                reconnects,
                redactor.redact(lastError),
                latencyMillis,
                latencyP99Millis,
                streams.stream().map(stream -> stream.redacted(redactor)).toList(),
                origin);
    }
}
