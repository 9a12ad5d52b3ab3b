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
 * @param errors in words, by the same names: why a stage that was due gave nothing, or not all
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
        Map<String, Double> timingsMillis,
        Map<String, String> errors) {
    public Analysis {
        Map<String, List<Finding>> copy = new LinkedHashMap<>();
        results.forEach((stage, findings) -> copy.put(stage, List.copyOf(findings)));
        results = Collections.unmodifiableMap(copy);
        timingsMillis = Collections.unmodifiableMap(new LinkedHashMap<>(timingsMillis));
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }

    /** Without errors. */
    public Analysis(
            String camera,
            int stream,
            long sequence,
            long ptsMicros,
            Instant capturedAt,
            int width,
            int height,
            Map<String, List<Finding>> results,
            Map<String, Double> timingsMillis) {
        this(camera, stream, sequence, ptsMicros, capturedAt, width, height, results, timingsMillis, Map.of());
    }

    /** The same picture with other results. */
    public Analysis withResults(Map<String, List<Finding>> others) {
        return new Analysis(
                camera, stream, sequence, ptsMicros, capturedAt, width, height, others, timingsMillis, errors);
    }
}
