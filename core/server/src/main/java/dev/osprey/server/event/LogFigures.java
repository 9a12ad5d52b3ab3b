package dev.osprey.server.event;

import dev.osprey.engine.event.EventType;
import java.util.Map;

/**
 * The event log in numbers.
 *
 * @param appended events written since the start
 * @param commits transactions since the start
 * @param waiting events that are not on the disk yet
 * @param capacity how many may wait
 * @param lagSeconds how long the one that waits longest has waited
 * @param givenUp events since the start that will never be in the log, by type
 * @param errors failed attempts to write or open the store since the start
 * @param up whether the last attempt went well
 * @param events that are kept
 * @param bytes of those
 * @param removed events that retention has removed since the start
 */
public record LogFigures(
        long appended,
        long commits,
        int waiting,
        int capacity,
        double lagSeconds,
        Map<EventType, Long> givenUp,
        long errors,
        boolean up,
        long events,
        long bytes,
        long removed) {}
