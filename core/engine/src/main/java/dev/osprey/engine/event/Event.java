package dev.osprey.engine.event;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that happened before a camera, or to it.
 *
 * @param camera the camera's id
 * @param time capture time of the picture that it was seen on; of a camera's own state, when that changed
 * @param subject the tracked object that it is about
 * @param zone the name of a zone of this camera
 * @param line the name of a line of this camera
 * @param rule the name of the rule that was raised or cleared
 * @param value a count, a reading, or how long an object has stayed, in seconds; finite
 * @param text what was read, or a class or attribute that was voted for
 * @param reason in words: why something ended, was cleared or lost
 */
public record Event(
        EventType type,
        String camera,
        Instant time,
        Severity severity,
        Optional<Subject> subject,
        Optional<String> zone,
        Optional<String> line,
        Optional<Direction> direction,
        Optional<String> rule,
        OptionalDouble value,
        Optional<String> text,
        Optional<String> reason) {
    public Event {
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new IllegalArgumentException("value must be finite, got " + value.getAsDouble());
        }
    }

    /** Of severity info, with nothing else said yet. */
    public static Event of(EventType type, String camera, Instant time) {
        return new Event(
                type,
                camera,
                time,
                Severity.INFO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Event withSeverity(Severity other) {
        return new Event(type, camera, time, other, subject, zone, line, direction, rule, value, text, reason);
    }

    public Event withSubject(Subject other) {
        return new Event(
                type, camera, time, severity, Optional.of(other), zone, line, direction, rule, value, text, reason);
    }

    public Event withZone(String name) {
        return new Event(
                type, camera, time, severity, subject, Optional.of(name), line, direction, rule, value, text, reason);
    }

    public Event withLine(String name) {
        return new Event(
                type, camera, time, severity, subject, zone, Optional.of(name), direction, rule, value, text, reason);
    }

    public Event withDirection(Direction other) {
        return new Event(
                type, camera, time, severity, subject, zone, line, Optional.of(other), rule, value, text, reason);
    }

    public Event withRule(String name) {
        return new Event(
                type, camera, time, severity, subject, zone, line, direction, Optional.of(name), value, text, reason);
    }

    public Event withValue(double number) {
        return new Event(
                type,
                camera,
                time,
                severity,
                subject,
                zone,
                line,
                direction,
                rule,
                OptionalDouble.of(number),
                text,
                reason);
    }

    public Event withText(String words) {
        return new Event(
                type, camera, time, severity, subject, zone, line, direction, rule, value, Optional.of(words), reason);
    }

    public Event withReason(String words) {
        return new Event(
                type, camera, time, severity, subject, zone, line, direction, rule, value, text, Optional.of(words));
    }
}
