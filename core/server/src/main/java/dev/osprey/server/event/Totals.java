package dev.osprey.server.event;

/**
 * Where a log stands.
 *
 * @param source its name
 * @param last the number given last; 0: none yet
 * @param removed retention has removed all up to this number
 * @param events that are kept
 * @param bytes of those, without what the database adds
 */
record Totals(String source, long last, long removed, long events, long bytes) {}
