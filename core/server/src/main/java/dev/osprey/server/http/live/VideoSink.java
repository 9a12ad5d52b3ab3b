package dev.osprey.server.http.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.VideoMessage;

/** One camera's video on its way out: access units as they come, JPEGs the newest. */
final class VideoSink implements LiveSink {
    private final LiveClient client;
    private final String camera;
    private final Outlet.Line line = new Outlet.Line();
    private final Outlet.Slot jpeg = new Outlet.Slot();

    VideoSink(LiveClient client, String camera) {
        this.client = client;
        this.camera = camera;
    }

    @Override
    public boolean full(long maxLagNanos) {
        return client.outlet().full(line, maxLagNanos);
    }

    @Override
    public void onStream(StreamInfo info) {
        client.say(LiveMessages.stream(info, client.clients().node()));
    }

    @Override
    public void onCatchUp(StreamInfo info, long untilPtsMicros) {
        client.say(LiveMessages.catchUp(info, untilPtsMicros));
    }

    @Override
    public void onWait(StreamInfo info, Wait reason) {
        client.say(LiveMessages.waiting(info, reason));
    }

    @Override
    public void onVideo(VideoMessage message) {
        if (message.jpeg()) {
            client.outlet().newest(jpeg, null, message);
        } else {
            client.outlet().unit(line, message);
        }
    }

    @Override
    public void onGone() {
        client.gone(camera);
    }
}
