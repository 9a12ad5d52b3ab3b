package dev.osprey.server.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** A viewer that takes, or for a while does not take, what comes, and notes the first thing that should not have come. */
final class CheckedSink implements LiveSink {
    private static final int ROOM = 3;

    final Set<String> accept;
    private final Deque<VideoMessage> waiting = new ArrayDeque<>();
    private boolean stalled;
    private boolean expectsKey = true;
    private String codec = "";
    private int stream;
    private long last = -1;
    private boolean closed;
    private String wrong = "";
    boolean everStalled;
    long units;

    CheckedSink(Set<String> accept) {
        this.accept = accept;
    }

    @Override
    public synchronized boolean full(long maxLagNanos) {
        boolean full = stalled && waiting.size() >= ROOM;
        expectsKey |= full;
        return full;
    }

    @Override
    public synchronized void onStream(StreamInfo info) {
        alive("stream " + info.stream());
        expectsKey = true;
        if (info.stream() != stream) {
            last = -1;
        }
        stream = info.stream();
        codec = info.codec();
    }

    @Override
    public synchronized void onCatchUp(StreamInfo info, long untilPtsMicros) {
        alive("catch-up");
        check(info.stream() == stream, "catch-up of stream " + info.stream() + " in " + stream);
    }

    @Override
    public synchronized void onWait(StreamInfo info, Wait reason) {
        alive("wait");
        expectsKey = true;
    }

    @Override
    public synchronized void onVideo(VideoMessage message) {
        alive("video");
        if (message.jpeg()) {
            check(accept.contains("jpeg") && codec.equals("jpeg"), "a JPEG in " + codec);
            return;
        }
        units++;
        check(accept.contains(Codecs.family(codec)), "a unit of " + codec + " that it does not accept");
        check(
                message.bytes().getInt(4) == stream,
                "a unit of stream " + message.bytes().getInt(4) + " in " + stream);
        check(message.key() || !expectsKey, "unit " + message.ptsMicros() + " where a key frame was due");
        check(message.ptsMicros() > last, "unit " + message.ptsMicros() + " after " + last);
        check(
                expectsKey || message.ptsMicros() == last + 1,
                "unit " + message.ptsMicros() + " after " + last + ": lost");
        expectsKey = false;
        last = message.ptsMicros();
        if (stalled) {
            waiting.add(message.retain());
        }
    }

    @Override
    public synchronized void onAnalysis(Encoded<?> json) {
        alive("analysis");
    }

    @Override
    public synchronized void onStatus(Encoded<?> json) {
        alive("status");
    }

    @Override
    public synchronized void onGone() {
        letGo();
        closed = true;
    }

    synchronized void stall(boolean on) {
        stalled = on;
        everStalled |= on;
        if (!on) {
            letGo();
        }
    }

    synchronized void close() {
        letGo();
        closed = true;
    }

    private void letGo() {
        waiting.forEach(VideoMessage::release);
        waiting.clear();
    }

    private void alive(String what) {
        check(!closed, what + " after its end");
    }

    private void check(boolean right, String otherwise) {
        if (!right && wrong.isEmpty()) {
            wrong = otherwise;
        }
    }

    /** Empty: nothing. */
    synchronized String wrong() {
        return wrong;
    }

    /** Of the stream that it has been told of last. */
    synchronized long last() {
        return last;
    }

    synchronized int stream() {
        return stream;
    }
}
