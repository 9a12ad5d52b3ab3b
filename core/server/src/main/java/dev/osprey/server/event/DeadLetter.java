package dev.osprey.server.event;

import java.time.Instant;

/**
 * An event that a sink would not take.
 *
 * @param attempts how often it was tried, from 1
 */
public record DeadLetter(Cursor event, Instant at, int attempts, String reason) {}
