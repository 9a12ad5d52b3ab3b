package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventJson;

/**
 * An event that has no number yet.
 *
 * @param data its JSON, made on the thread that gives it, not on the one that writes for all
 */
public record NewEvent(Event event, String data) {
    public static NewEvent of(Event event) {
        return new NewEvent(event, EventJson.write(event).toString());
    }
}
