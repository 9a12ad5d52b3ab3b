package dev.osprey.server.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
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
    private final HubOptions options;
    private final HeldBytes held;
    private final Patience patience;

    private @Nullable StreamInfo told;
    private boolean waitsForKey = true;
    private boolean closed;
    private long delivered;
    private long bytes;
    private long dropped;
    private long droppedMessages;

    Viewer(CameraChannel channel, LiveRequest request, LiveSink sink, HubOptions options, HeldBytes held) {
        this.channel = channel;
        this.request = request;
        this.sink = sink;
        this.options = options;
        this.held = held;
        this.patience = new Patience(options);
    }

    @Override
    public LiveRequest request() {
        return request;
    }

    /**
     * Whether its video is JPEGs made by the server, by wish or for now, given its track's stream; null: none is known
     * yet.
     */
    boolean wantsMadeJpeg(@Nullable StreamInfo info) {
        return livesOnJpeg(info) || (info != null && waitsForKey && takesJpeg());
    }

    private boolean takesJpeg() {
        return !closed && request.video() && request.accept().contains("jpeg");
    }

    /** Whether not even the next key frame ends its JPEGs. */
    private boolean livesOnJpeg(@Nullable StreamInfo info) {
        if (!takesJpeg()) {
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
        if (!livesOnJpeg(info)) {
            tell(info);
        }
    }

    /** What it needs to decode the next unit. */
    void onGroup(StreamInfo info, Group group) {
        if (group.size() > 1 && takesVideo(info)) {
            tell(info);
            sink.onCatchUp(info, group.newestMicros());
        }
        group.forEach(unit -> onUnit(info, unit));
    }

    void onWait(StreamInfo info, LiveSink.Wait reason) {
        if (takesVideo(info)) {
            sink.onWait(info, reason);
        }
    }

    private boolean takesVideo(StreamInfo info) {
        return !closed && request.video() && passes(info) && !livesOnJpeg(info);
    }

    void onUnit(StreamInfo info, VideoMessage unit) {
        if (closed || !request.video() || !passes(info)) {
            return;
        }
        if (unit.key()) {
            patience.relax();
        }
        if (livesOnJpeg(info)) {
            waitsForKey = true;
            return;
        }
        if (waitsForKey && !unit.key()) {
            dropped++;
            return;
        }
        if (full()) {
            dropped++;
            fall(info);
            return;
        }
        tell(info);
        if (waitsForKey) {
            waitsForKey = false;
            channel.demandMayHaveChanged();
        }
        deliver(unit);
    }

    /** Behind even its newest key frame. */
    private void fall(StreamInfo info) {
        if (!waitsForKey) {
            waitsForKey = true;
            patience.fell();
            sink.onWait(info, LiveSink.Wait.BEHIND);
            channel.demandMayHaveChanged();
        }
    }

    void onMadeJpeg(StreamInfo info, VideoMessage jpeg) {
        if (full()) {
            dropped++;
            patience.fellAsJpeg();
            return;
        }
        tell(info);
        deliver(jpeg);
    }

    private void tell(StreamInfo info) {
        if (!Objects.equals(told, info)) {
            told = info;
            sink.onStream(info);
        }
    }

    private void deliver(VideoMessage message) {
        delivered++;
        bytes += message.size();
        sink.onVideo(message);
    }

    /** Where memory is scarce, those who are behind let go first. */
    boolean full() {
        return sink.full((held.scarce() ? options.scarceLag() : options.maxLag()).toNanos());
    }

    void onAnalysis(Encoded<?> json) {
        if (message()) {
            sink.onAnalysis(json);
        }
    }

    void onStatus(Encoded<?> json) {
        if (message()) {
            sink.onStatus(json);
        }
    }

    private boolean message() {
        if (closed) {
            return false;
        }
        if (full()) {
            droppedMessages++;
            StreamInfo info = told;
            if (info != null && takesVideo(info)) {
                fall(info); // what waited of its video may be gone
            }
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
