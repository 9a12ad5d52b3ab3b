package dev.osprey.server.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Removes what is too old or too much: events, a few at once so that those that come need not wait, and their files. */
final class Retention implements Runnable {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final int AT_ONCE = 1_000;
    private static final int MOST_ROUNDS = 200;
    private static final int FILES_EVERY = 10;

    private final EventLog log;
    private final EventFiles files;
    private final LogOptions options;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);

    Retention(EventLog log, EventFiles files, LogOptions options, InstantSource clock) {
        this.log = log;
        this.files = files;
        this.options = options;
        this.clock = clock;
    }

    void stop() {
        stop.countDown();
    }

    /** Once a minute until it is stopped; files less often, since they have to be counted. */
    @Override
    public void run() {
        for (int round = 0; ; round++) {
            try {
                if (stop.await(1, TimeUnit.MINUTES)) {
                    return;
                }
                sweepEvents();
                if (round % FILES_EVERY == 0) {
                    sweepFiles(EventFiles.Kind.SNAPSHOT, options.pictures());
                    sweepFiles(EventFiles.Kind.CLIP, options.clips());
                }
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(System.Logger.Level.DEBUG, "the store is away; it is swept later", e);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "old pictures and clips cannot be removed: {0}", e);
            }
        }
    }

    /** Blocks. How many were removed. */
    long sweepEvents() throws InterruptedException, ExecutionException, TimeoutException {
        long all = 0;
        for (int round = 0; round < MOST_ROUNDS && stop.getCount() > 0; round++) {
            long before =
                    StoreWriter.micros(clock.instant().minus(options.events().age()));
            int removed = log.<Integer>change(connection ->
                            Removal.oldest(connection, before, options.events().bytes(), AT_ONCE))
                    .get(1, TimeUnit.MINUTES);
            log.noteRemoved(removed);
            all += removed;
            if (removed < AT_ONCE) {
                break;
            }
        }
        return all;
    }

    private record Found(Path file, long bytes, Instant modified) {}

    /** Blocks. The newest stay. */
    int sweepFiles(EventFiles.Kind kind, Limit limit) throws IOException {
        Path folder = files.folder(kind);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        List<Found> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, 2)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                if (seen.isRegularFile()) {
                    found.add(
                            new Found(file, seen.size(), seen.lastModifiedTime().toInstant()));
                }
            }
        }
        found.sort(Comparator.comparing(Found::modified).reversed());
        Instant oldest = clock.instant().minus(limit.age());
        long bytes = 0;
        int removed = 0;
        for (Found each : found) {
            bytes += each.bytes();
            if (bytes > limit.bytes() || each.modified().isBefore(oldest)) {
                Files.deleteIfExists(each.file());
                removed++;
            }
        }
        removeEmpty(folder);
        return removed;
    }

    /** Of days that are over: in today's somebody may be about to write. */
    private void removeEmpty(Path folder) throws IOException {
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        try (Stream<Path> days = Files.list(folder)) {
            for (Path day : (Iterable<Path>) days::iterator) {
                if (Files.isDirectory(day) && String.valueOf(day.getFileName()).compareTo(today) < 0) {
                    try (Stream<Path> inside = Files.list(day)) {
                        if (inside.findAny().isEmpty()) {
                            Files.delete(day);
                        }
                    }
                }
            }
        }
    }
}
