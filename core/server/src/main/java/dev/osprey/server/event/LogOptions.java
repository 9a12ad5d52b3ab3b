package dev.osprey.server.event;

import java.time.Duration;

/**
 * What an event log keeps, and how much may wait to be written.
 *
 * @param queue events; an update may take half of it
 * @param batch the most that one transaction writes
 * @param tail the newest events that are kept in memory for readers that are up to date
 * @param events how much of the log is kept
 * @param pictures likewise of snapshots
 * @param clips likewise
 * @param firstPause after a failure, before the store is opened again; it grows
 * @param longestPause the most that it grows to
 */
public record LogOptions(
        int queue,
        int batch,
        int tail,
        Limit events,
        Limit pictures,
        Limit clips,
        Duration firstPause,
        Duration longestPause) {
    public static final LogOptions DEFAULT = new LogOptions(
            50_000,
            500,
            1_000,
            new Limit(Duration.ofDays(90), 2L << 30),
            new Limit(Duration.ofDays(30), 2L << 30),
            new Limit(Duration.ofDays(14), 10L << 30),
            Duration.ofMillis(100),
            Duration.ofSeconds(10));

    public LogOptions withQueue(int capacity) {
        return new LogOptions(capacity, batch, tail, events, pictures, clips, firstPause, longestPause);
    }

    public LogOptions withBatch(int most) {
        return new LogOptions(queue, most, tail, events, pictures, clips, firstPause, longestPause);
    }

    public LogOptions withTail(int newest) {
        return new LogOptions(queue, batch, newest, events, pictures, clips, firstPause, longestPause);
    }

    public LogOptions withLimits(Limit ofEvents, Limit ofPictures, Limit ofClips) {
        return new LogOptions(queue, batch, tail, ofEvents, ofPictures, ofClips, firstPause, longestPause);
    }

    public LogOptions withPauses(Duration first, Duration longest) {
        return new LogOptions(queue, batch, tail, events, pictures, clips, first, longest);
    }
}
