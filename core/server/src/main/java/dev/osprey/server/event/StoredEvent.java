package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import java.util.Optional;

/**
 * An event of the log.
 *
 * @param cursor its id, and the place behind it
 * @param data the event's JSON, as it was stored
 */
public record StoredEvent(Cursor cursor, Event event, String data, Optional<Acknowledgement> acknowledged) {
    public long number() {
        return cursor.number();
    }
}
