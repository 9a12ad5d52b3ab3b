package dev.osprey.spi;

import java.time.Instant;

/**
 * An event as a sink gets it.
 *
 * @param id the CloudEvents id, unique and opaque; of one log a later event has the greater text
 * @param type the CloudEvents type, such as {@code dev.osprey.zone.entered}
 * @param camera empty if it is of no camera
 * @param severity {@code info}, {@code warning} or {@code alert}
 * @param time when what it tells of was seen
 * @param json the whole CloudEvent 1.0 in structured JSON, on one line
 */
public record SinkEvent(String id, String type, String camera, String severity, Instant time, String json) {
    public SinkEvent {
        Checks.present("id", id);
        Checks.present("type", type);
        Checks.present("camera", camera);
        Checks.present("severity", severity);
        Checks.present("time", time);
        Checks.present("json", json);
    }
}
