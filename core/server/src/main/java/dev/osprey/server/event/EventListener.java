package dev.osprey.server.event;

import dev.osprey.server.bus.Encoded;
import java.util.List;

/** Is told of events once they are on the disk. */
@FunctionalInterface
public interface EventListener {
    /** Called on the log's own thread, in the order of the numbers, none twice: nothing that blocks. */
    void stored(List<Encoded<StoredEvent>> events);
}
