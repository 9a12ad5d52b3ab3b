package dev.osprey.server.cli.bench;

import ai.onnxruntime.OrtException;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.cli.home.CommandFailedException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The least that any program would do with the pictures: threads {@code bare-N}, as many as the engine has lanes, read
 * each camera's newest and run the model on it, and their CPU time for both is counted.
 */
final class BenchBare implements BenchCameras.Sink, AutoCloseable {
    private static final long END_MILLIS = 10_000;

    private final List<Slot> slots = new ArrayList<>();
    private final BlockingQueue<Slot> ready;
    private final List<Thread> threads = new ArrayList<>();

    private long runs; // guarded by this
    private long runNanos; // guarded by this
    private long readNanos; // guarded by this
    private @Nullable Exception failure; // guarded by this

    BenchBare(BenchModel model, int cameras, int lanes) {
        ready = new ArrayBlockingQueue<>(cameras);
        for (int camera = 0; camera < cameras; camera++) {
            slots.add(new Slot());
        }
        for (int lane = 0; lane < lanes; lane++) {
            Thread thread = new Thread(() -> work(model), "bare-" + lane);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** A camera: one picture at a time, and one that waits. As in the engine, so that as many run at once. */
    private static final class Slot {
        private @Nullable Picture waiting; // guarded by this
        private boolean queued; // guarded by this

        synchronized boolean put(Picture picture) {
            if (waiting != null) {
                waiting.release();
            }
            waiting = picture;
            boolean first = !queued;
            queued = true;
            return first;
        }

        synchronized @Nullable Picture poll() {
            Picture picture = waiting;
            waiting = null;
            return picture;
        }

        synchronized boolean goesOn() {
            queued = waiting != null;
            return queued;
        }
    }

    @Override
    public void take(int camera, Picture picture) {
        Slot slot = slots.get(camera);
        if (slot.put(picture)) {
            ready.add(slot);
        }
    }

    private void work(BenchModel model) {
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        try (BenchModel.Caller caller = model.new Caller()) {
            while (true) {
                Slot slot = ready.take();
                Picture picture = slot.poll();
                if (picture != null) {
                    try {
                        long began = cpu.getCurrentThreadCpuTime();
                        caller.read(picture);
                        long read = cpu.getCurrentThreadCpuTime();
                        caller.run();
                        count(read - began, cpu.getCurrentThreadCpuTime() - read);
                    } finally {
                        picture.release();
                    }
                }
                if (slot.goesOn()) {
                    ready.add(slot);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrtException | RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private synchronized void count(long read, long run) {
        readNanos += read;
        runNanos += run;
        runs++;
    }

    /** Forgets what was counted so far. */
    synchronized void reset() {
        runs = 0;
        runNanos = 0;
        readNanos = 0;
    }

    /** Mean CPU seconds of a run. */
    synchronized double runSeconds() throws CommandFailedException {
        requireRuns();
        return runNanos / 1e9 / runs;
    }

    /** Mean CPU seconds of a read. */
    synchronized double readSeconds() throws CommandFailedException {
        requireRuns();
        return readNanos / 1e9 / runs;
    }

    private void requireRuns() throws CommandFailedException {
        if (failure != null) {
            throw new CommandFailedException("the model does not run by itself: " + failure.getMessage(), failure);
        }
        if (runs == 0) {
            throw new CommandFailedException("the model did not run once while it was measured; raise --seconds");
        }
    }

    /** Must be called when no picture is handed in any more. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Slot slot : slots) {
            Picture left = slot.poll();
            if (left != null) {
                left.release();
            }
        }
    }
}
