package dev.osprey.server.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A viewer that writes down what it gets, and is full when told so. */
final class FakeSink implements LiveSink {
    volatile boolean full;
    volatile long maxLag;
    final List<String> log = new ArrayList<>();
    final List<VideoMessage> units = new ArrayList<>();
    private CountDownLatch awaited = new CountDownLatch(0);

    @Override
    public boolean full(long maxLagNanos) {
        maxLag = maxLagNanos;
        return full;
    }

    @Override
    public synchronized void onStream(StreamInfo info) {
        log.add("stream " + info.stream() + " " + info.codec() + " " + info.width() + "x" + info.height());
    }

    @Override
    public synchronized void onCatchUp(StreamInfo info, long untilPtsMicros) {
        log.add("catch up until " + untilPtsMicros);
    }

    @Override
    public synchronized void onWait(StreamInfo info, Wait reason) {
        log.add("waits " + reason);
    }

    @Override
    public synchronized void onVideo(VideoMessage unit) {
        units.add(unit);
        log.add((unit.jpeg() ? "jpeg " : unit.key() ? "key " : "unit ") + unit.ptsMicros());
        awaited.countDown();
    }

    @Override
    public synchronized void onAnalysis(Encoded<?> json) {
        log.add("analysis " + json.text());
    }

    @Override
    public synchronized void onStatus(Encoded<?> json) {
        log.add("status " + json.text());
    }

    @Override
    public synchronized void onGone() {
        log.add("gone");
    }

    /** What came since the last call. */
    synchronized List<String> taken() {
        List<String> copy = List.copyOf(log);
        log.clear();
        return copy;
    }

    synchronized void expectUnits(int more) {
        awaited = new CountDownLatch(more);
    }

    void awaitUnits() throws InterruptedException {
        if (!awaited.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("units still awaited after 10 s: " + awaited.getCount());
        }
    }
}
