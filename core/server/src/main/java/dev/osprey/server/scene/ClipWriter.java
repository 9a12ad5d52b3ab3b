package dev.osprey.server.scene;

import dev.osprey.engine.fault.LastingThread;
import dev.osprey.server.event.EventFiles;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the clips of all cameras on a thread of its own. */
final class ClipWriter implements AutoCloseable {
    private static final long PAUSE_MILLIS = 250;
    private static final long CLOSE_WITHIN_SECONDS = 5;

    private final EventFiles files;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final List<Clip> cameras = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    ClipWriter(EventFiles files) {
        this.files = files;
        this.thread = LastingThread.of("clip-writer", this::work);
        thread.start();
    }

    ClipRecorder recorder(String camera, InstantSource clock) {
        ClipRecorder recorder = new ClipRecorder(camera, clock);
        cameras.add(new Clip(recorder, files, written, failures));
        return recorder;
    }

    long written() {
        return written.get();
    }

    long failures() {
        return failures.get();
    }

    void remove(ClipRecorder recorder) {
        cameras.stream().filter(clip -> clip.recorder() == recorder).forEach(Clip::leave);
    }

    private void work() {
        try {
            while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                cameras.forEach(Clip::step);
                cameras.removeIf(Clip::isLeft);
            }
            cameras.forEach(Clip::end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the clips that are being written, as they are. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WITHIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
