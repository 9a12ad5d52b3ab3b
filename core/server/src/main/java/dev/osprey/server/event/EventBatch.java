package dev.osprey.server.event;

import dev.osprey.server.bus.Encoded;
import java.util.List;

/**
 * The next events for somebody who reads the log in order.
 *
 * @param position the number up to which all was looked at: what to go on from
 * @param more whether the log had more behind it
 */
public record EventBatch(List<Encoded<StoredEvent>> events, long position, boolean more) {
    public EventBatch {
        events = List.copyOf(events);
    }
}
