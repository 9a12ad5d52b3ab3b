package dev.osprey.engine.analysis;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a camera's pipeline found in one picture. A stage that did not run is absent; one that found nothing has an
 * empty list.
 *
 * @param camera the camera's id
 * @param stream see {@link dev.osprey.engine.frame.Picture#stream()}
 * @param sequence of the picture within the stream, from 0
 * @param ptsMicros presentation time within the stream
 * @param capturedAt when the picture's packet was read
 * @param width of the source picture, in pixels
 * @param height of the source picture, in pixels
 * @param results by the stage's name in the pipeline, in the pipeline's order
 * @param timingsMillis how long each stage's {@code process} took, by the same names; a batch's time counts for each
 */
public record Analysis(
        String camera,
        int stream,
        long sequence,
        long ptsMicros,
        Instant capturedAt,
        int width,
        int height,
        Map<String, List<Finding>> results,
        Map<String, Double> timingsMillis) {
    public Analysis {
        Map<String, List<Finding>> copy = new LinkedHashMap<>();
        results.forEach((stage, findings) -> copy.put(stage, List.copyOf(findings)));
        results = Collections.unmodifiableMap(copy);
        timingsMillis = Collections.unmodifiableMap(new LinkedHashMap<>(timingsMillis));
    }
}
