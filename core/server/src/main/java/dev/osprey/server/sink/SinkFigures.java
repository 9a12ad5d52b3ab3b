package dev.osprey.server.sink;

import java.util.Optional;

/**
 * How a sink fares.
 *
 * @param kind the plugin's name for it
 * @param lag how many events of the log it has yet to look at; empty while that is not known
 * @param delivered events since it was started
 * @param dead events that it refused since
 * @param failures calls that failed since, with those that took too long
 * @param overdue calls that took too long
 * @param lastError what is wrong now; empty: the last call went well
 */
public record SinkFigures(
        String name,
        String kind,
        Optional<Long> lag,
        long delivered,
        long dead,
        long failures,
        long overdue,
        Optional<String> lastError) {}
