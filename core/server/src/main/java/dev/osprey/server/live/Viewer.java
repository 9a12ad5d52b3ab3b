package dev.osprey.server.live;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: decides for every unit whether it goes out, waits for a key frame, or is made a JPEG instead.
 * Everything here is guarded by its channel's lock.
 */
final class Viewer implements Subscription {
    private final CameraChannel channel;
    private final LiveRequest request;
    private final LiveSink sink;
    private final Patience patience;

    private @Nullable StreamInfo told;
    private boolean waitsForKey = true;
    private boolean closed;
    private long delivered;
    private long bytes;
    private long dropped;
    private long droppedMessages;

    Viewer(CameraChannel channel, LiveRequest request, LiveSink sink, HubOptions options) {
        this.channel = channel;
        this.request = request;
        this.sink = sink;
        this.patience = new Patience(options);
    }

    @Override
    public LiveRequest request() {
        return request;
    }

    /** Whether its video is JPEGs made by the server, given its track's stream; null: none is known yet. */
    boolean wantsMadeJpeg(@Nullable StreamInfo info) {
        if (closed || !request.video() || !request.accept().contains("jpeg")) {
            return false;
        }
        if (request.jpeg().annotated() || (request.accept().size() == 1 && !passes(info))) {
            return true;
        }
        return info != null && (!passes(info) || patience.exhausted());
    }

    /** Whether the stream can go out as it comes. */
    private boolean passes(@Nullable StreamInfo info) {
        if (info == null) {
            return false;
        }
        String family = Codecs.family(info.codec());
        return request.accept().contains(family)
                && !(family.equals("jpeg") && !request.jpeg().equals(JpegSpec.DEFAULT));
    }

    /** The stream begins anew, or changed. */
    void onStream(StreamInfo info) {
        if (closed || !request.video()) {
            return;
        }
        waitsForKey = true;
        if (!wantsMadeJpeg(info)) {
            tell(info);
        }
    }

    void onUnit(StreamInfo info, AccessUnit unit) {
        if (closed || !request.video() || !passes(info)) {
            return;
        }
        if (unit.key()) {
            patience.relax();
        }
        if (wantsMadeJpeg(info)) {
            waitsForKey = true;
            return;
        }
        if (waitsForKey && !unit.key()) {
            dropped++;
            return;
        }
        if (sink.full()) {
            dropped++;
            if (!waitsForKey) {
                waitsForKey = true;
                patience.fell();
                channel.demandMayHaveChanged();
            }
            return;
        }
        tell(info);
        waitsForKey = false;
        deliver(unit);
    }

    void onMadeJpeg(StreamInfo info, AccessUnit unit) {
        if (sink.full()) {
            dropped++;
            patience.fellAsJpeg();
            return;
        }
        tell(info);
        deliver(unit);
    }

    private void tell(StreamInfo info) {
        if (!Objects.equals(told, info)) {
            told = info;
            sink.onStream(info);
        }
    }

    private void deliver(AccessUnit unit) {
        delivered++;
        bytes += unit.data().length;
        sink.onAccessUnit(unit);
    }

    boolean full() {
        return sink.full();
    }

    void onAnalysis(Buffer json) {
        if (message()) {
            sink.onAnalysis(json);
        }
    }

    void onStatus(Buffer json) {
        if (message()) {
            sink.onStatus(json);
        }
    }

    private boolean message() {
        if (closed) {
            return false;
        }
        if (sink.full()) {
            droppedMessages++;
            return false;
        }
        return true;
    }

    void onGone() {
        if (!closed) {
            closed = true;
            sink.onGone();
        }
    }

    boolean markClosed() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    Counts countsNow(@Nullable StreamInfo info) {
        return new Counts(delivered, bytes, dropped, droppedMessages, wantsMadeJpeg(info));
    }

    @Override
    public Counts counts() {
        return channel.countsOf(this);
    }

    @Override
    public void close() {
        channel.leave(this);
    }
}
