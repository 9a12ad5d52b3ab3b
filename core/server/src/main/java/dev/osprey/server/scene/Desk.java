package dev.osprey.server.scene;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.fault.LastingThread;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.event.EventFiles;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.NewEvent;
import dev.osprey.server.live.JpegEncoder;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where events and pictures of objects wait to be written, in the order in which they were handed in: a picture that
 * comes before its event is there when the event is told. One thread encodes and writes; handing in never blocks.
 */
final class Desk implements AutoCloseable {
    /** Of all cameras together. What finds no room is given up and counted. */
    private static final int MOST_WAITING = 10_000;

    /** A picture holds native memory: so many wait at most, and an event goes without. */
    private static final int MOST_PICTURES = 16;

    private static final int WIDTH = 1280;
    private static final long CLOSE_WITHIN_SECONDS = 5;
    private static final System.Logger LOG = System.getLogger(Desk.class.getName());

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger pictures = new AtomicInteger();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong picturesWritten = new AtomicLong();
    private final AtomicLong picturesGivenUp = new AtomicLong();
    private final AtomicLong pictureFailures = new AtomicLong();
    private final EventLog log;
    private final JpegEncoder jpegs;
    private final Thread thread;
    private volatile boolean closing;

    Desk(EventLog log, JpegEncoder jpegs) {
        this.log = log;
        this.jpegs = jpegs;
        this.thread = LastingThread.of("event-desk", this::work);
        thread.start();
    }

    void tell(Event event) {
        NewEvent made = NewEvent.of(event);
        if (!waiting.offer(() -> append(made))) {
            givenUp.incrementAndGet();
        }
    }

    private void append(NewEvent event) {
        log.append(event).exceptionally(refused -> {
            givenUp.incrementAndGet();
            return null;
        });
    }

    /**
     * A picture that shows an object better than those before it.
     *
     * @param drawn what is drawn on it
     * @param picture the caller's: a reference of its own is taken while it waits
     */
    void picture(String object, Instant startedAt, Analysis drawn, Picture picture) {
        if (pictures.incrementAndGet() > MOST_PICTURES) {
            pictures.decrementAndGet();
            picturesGivenUp.incrementAndGet();
            return;
        }
        Picture held = picture.retain();
        boolean taken = waiting.offer(() -> {
            try {
                keep(object, startedAt, drawn, held);
            } finally {
                held.release();
                pictures.decrementAndGet();
            }
        });
        if (!taken) {
            held.release();
            pictures.decrementAndGet();
            picturesGivenUp.incrementAndGet();
        }
    }

    private void keep(String object, Instant startedAt, Analysis drawn, Picture picture) {
        try {
            log.files().put(EventFiles.Kind.SNAPSHOT, object, startedAt, jpegs.encode(picture, drawn, WIDTH));
            picturesWritten.incrementAndGet();
        } catch (IOException e) {
            if (pictureFailures.getAndIncrement() == 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the picture of an event cannot be kept: {0}; events go on without pictures, said once",
                        e.getMessage());
            }
        }
    }

    private void work() {
        while (!closing || !waiting.isEmpty()) {
            try {
                Runnable next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    next.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    SceneFigures figures(ClipWriter clips) {
        return new SceneFigures(
                waiting.size(),
                MOST_WAITING,
                givenUp.get(),
                picturesWritten.get(),
                picturesGivenUp.get(),
                pictureFailures.get(),
                clips.written(),
                clips.failures());
    }

    /** Writes what waits, within a few seconds. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WITHIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
