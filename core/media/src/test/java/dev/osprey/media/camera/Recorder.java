package dev.osprey.media.camera;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps what a stream tells, with the pictures reduced to their times, and waits for what shall come. */
class Recorder implements StreamListener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    record Shown(int stream, long sequence, long ptsMicros, long capturedAtMicros, int width, int height) {}

    final List<Object> order = new ArrayList<>();
    final List<StreamInfo> streams = new ArrayList<>();
    final List<AccessUnit> units = new ArrayList<>();
    final List<Shown> pictures = new ArrayList<>();
    final List<StreamStatus> statuses = new ArrayList<>();

    @Override
    public synchronized void onStream(StreamInfo info) {
        streams.add(info);
        note(info);
    }

    @Override
    public synchronized void onAccessUnit(AccessUnit unit) {
        units.add(unit);
        note(unit);
    }

    @Override
    public void onPicture(Picture picture) {
        try {
            synchronized (this) {
                long captured = picture.capturedAt().getEpochSecond() * 1_000_000
                        + picture.capturedAt().getNano() / 1_000;
                Shown shown = new Shown(
                        picture.stream(),
                        picture.sequence(),
                        picture.ptsMicros(),
                        captured,
                        picture.width(),
                        picture.height());
                pictures.add(shown);
                note(shown);
            }
        } finally {
            picture.release();
        }
    }

    @Override
    public synchronized void onStatus(StreamStatus status) {
        statuses.add(status);
        notifyAll();
    }

    private void note(Object event) {
        order.add(event);
        notifyAll();
    }

    synchronized void await(Predicate<Recorder> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(
                        "not within " + PATIENCE + "; " + pictures.size() + " pictures, " + units.size()
                                + " units, streams " + streams + ", last status "
                                + (statuses.isEmpty() ? "none" : statuses.get(statuses.size() - 1)));
            }
            wait(left);
        }
    }

    StreamStatus awaitState(State state) throws InterruptedException {
        await(r -> r.statuses.stream().anyMatch(s -> s.state() == state));
        synchronized (this) {
            return statuses.stream().filter(s -> s.state() == state).findFirst().orElseThrow();
        }
    }

    /** Waits until more pictures have come than there are now. */
    void awaitMore(int count) throws InterruptedException {
        int wanted;
        synchronized (this) {
            wanted = pictures.size() + count;
        }
        await(r -> r.pictures.size() >= wanted);
    }
}
