package dev.osprey.server.event;

import java.util.List;

/**
 * Some events of the log, and how far was looked for them.
 *
 * @param events in the order that was asked for
 * @param first the lowest number that was looked at, whether it matched or not
 * @param last the highest
 * @param more whether there is more to look at in that direction
 */
public record EventPage(List<StoredEvent> events, long first, long last, boolean more) {
    public EventPage {
        events = List.copyOf(events);
    }
}
