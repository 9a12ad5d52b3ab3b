package dev.osprey.server.http.live;

/**
 * The live WebSockets in numbers.
 *
 * @param clients connected now
 * @param unitsSent access units and JPEGs handed over since the start
 * @param bytesSent of those
 * @param unitsDropped left out for clients that were behind
 * @param messagesDropped results and status left out likewise
 * @param stalledClosed clients closed as they took nothing any more
 */
public record LiveFigures(
        int clients, long unitsSent, long bytesSent, long unitsDropped, long messagesDropped, long stalledClosed) {}
