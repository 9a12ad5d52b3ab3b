package dev.osprey.engine.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one call, in order; rules hear of each fact right after it was told. */
final class Told {
    private final String camera;
    private final List<RuleWatch> rules;
    private final List<Event> events = new ArrayList<>();

    Told(String camera, List<RuleWatch> rules) {
        this.camera = camera;
        this.rules = rules;
    }

    Event event(EventType type, Instant at) {
        return Event.of(type, camera, at);
    }

    Event event(EventType type, Instant at, Watched object) {
        return event(type, at).withSubject(object.subject(Optional.empty()));
    }

    void add(Event event) {
        events.add(event);
    }

    void fact(Event event) {
        events.add(event);
        rules.forEach(rule -> rule.fact(event, this));
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
