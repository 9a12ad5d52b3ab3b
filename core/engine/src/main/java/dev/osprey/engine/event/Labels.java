package dev.osprey.engine.event;

import java.util.Set;

/** Sets of labels of which the empty one means all. */
final class Labels {
    private Labels() {}

    static boolean want(Set<String> labels, String label) {
        return labels.isEmpty() || labels.contains(label);
    }

    static boolean want(Set<String> labels, Event event) {
        return event.subject().filter(subject -> want(labels, subject.label())).isPresent();
    }
}
