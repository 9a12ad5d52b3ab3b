package dev.osprey.server.event;

import java.time.Instant;

/**
 * Somebody has taken note of an event.
 *
 * @param by the name of the login
 */
public record Acknowledgement(Instant at, String by) {}
