package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.event.Subject;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which events somebody wants. An empty set asks for nothing in particular; of a gap no more is asked than its camera.
 *
 * @param zones names; an event matches that tells of one, or of an object that is in one
 * @param severity the least
 * @param from of this time or later
 * @param to before this time
 */
public record EventQuery(
        Set<String> cameras,
        Set<EventType> types,
        Set<String> labels,
        Set<String> zones,
        Severity severity,
        Optional<Instant> from,
        Optional<Instant> to) {
    public static final EventQuery ALL =
            new EventQuery(Set.of(), Set.of(), Set.of(), Set.of(), Severity.INFO, Optional.empty(), Optional.empty());

    public EventQuery {
        cameras = Set.copyOf(cameras);
        types = Set.copyOf(types);
        labels = Set.copyOf(labels);
        zones = Set.copyOf(zones);
    }

    public EventQuery withCameras(Set<String> ids) {
        return new EventQuery(ids, types, labels, zones, severity, from, to);
    }

    public EventQuery withTypes(Set<EventType> wanted) {
        return new EventQuery(cameras, wanted, labels, zones, severity, from, to);
    }

    public EventQuery withLabels(Set<String> names) {
        return new EventQuery(cameras, types, names, zones, severity, from, to);
    }

    public EventQuery withZones(Set<String> names) {
        return new EventQuery(cameras, types, labels, names, severity, from, to);
    }

    public EventQuery withSeverity(Severity least) {
        return new EventQuery(cameras, types, labels, zones, least, from, to);
    }

    public EventQuery withTimes(Optional<Instant> begin, Optional<Instant> end) {
        return new EventQuery(cameras, types, labels, zones, severity, begin, end);
    }

    /** The same that the store's query says in SQL. */
    public boolean matches(Event event) {
        if (!cameras.isEmpty() && !cameras.contains(event.camera())) {
            return false;
        }
        if (event.type() == EventType.GAP) {
            return true;
        }
        return (types.isEmpty() || types.contains(event.type()))
                && event.severity().compareTo(severity) >= 0
                && (labels.isEmpty()
                        || labels.contains(event.subject().map(Subject::label).orElse("")))
                && (zones.isEmpty() || zonesOf(event).stream().anyMatch(zones::contains))
                && from.filter(begin -> event.time().isBefore(begin)).isEmpty()
                && to.filter(end -> !event.time().isBefore(end)).isEmpty();
    }

    /** Of the event itself, and those that its object is in. */
    static Set<String> zonesOf(Event event) {
        Set<String> names = new LinkedHashSet<>();
        event.zone().ifPresent(names::add);
        event.subject().ifPresent(subject -> names.addAll(subject.zones()));
        return names;
    }
}
