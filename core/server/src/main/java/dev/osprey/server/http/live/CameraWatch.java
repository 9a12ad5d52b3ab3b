package dev.osprey.server.http.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.Role;
import dev.osprey.server.http.Backend;
import dev.osprey.server.live.JpegSpec;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client follows of one camera. Video and messages are followed apart, so that a change of the one does not
 * restart the other. Owned by the client's context; the sinks are called on any thread.
 */
final class CameraWatch {
    private final String camera;
    private final LiveClient client;
    private final Backend backend;

    private @Nullable Subscription video;
    private @Nullable Subscription messages;

    CameraWatch(String camera, LiveClient client, Backend backend) {
        this.camera = camera;
        this.client = client;
        this.backend = backend;
    }

    /** Adds channels; video that is asked for in another way than before starts anew. */
    void follow(SubscribeMessage wish) {
        if (wish.channels().contains("video")) {
            followVideo(new LiveRequest(
                    camera, wish.role(), true, false, false, wish.accept(), new JpegSpec(wish.jpegWidth(), false)));
        }
        Set<String> wanted = new HashSet<>(wish.channels());
        if (messages != null) {
            addTo(wanted, messages.request());
        }
        followMessages(wanted);
    }

    /** Gives channels up. True: nothing is left. */
    boolean leave(SubscribeMessage wish) {
        if (wish.channels().contains("video")) {
            video = closed(video);
        }
        Set<String> left = new HashSet<>();
        if (messages != null) {
            addTo(left, messages.request());
        }
        left.removeAll(wish.channels());
        followMessages(left);
        return video == null && messages == null;
    }

    void close() {
        video = closed(video);
        messages = closed(messages);
    }

    private void followVideo(LiveRequest request) {
        if (video != null && video.request().equals(request)) {
            return;
        }
        video = closed(video);
        video = opened(request, new VideoSink(client, camera));
    }

    private void followMessages(Set<String> wanted) {
        boolean analysis = wanted.contains("analysis");
        boolean status = wanted.contains("status");
        LiveRequest request = new LiveRequest(camera, Role.DETECT, false, analysis, status, Set.of(), JpegSpec.DEFAULT);
        if (messages != null && messages.request().equals(request)) {
            return;
        }
        messages = closed(messages);
        if (analysis || status) {
            messages = opened(request, new MessageSink());
        }
    }

    private static void addTo(Set<String> channels, LiveRequest request) {
        if (request.analysis()) {
            channels.add("analysis");
        }
        if (request.status()) {
            channels.add("status");
        }
    }

    private @Nullable Subscription opened(LiveRequest request, LiveSink sink) {
        Optional<Subscription> subscription = backend.watch(request, sink);
        subscription.ifPresent(client.clients()::opened);
        return subscription.orElse(null);
    }

    private @Nullable Subscription closed(@Nullable Subscription subscription) {
        if (subscription != null) {
            client.clients().ended(subscription);
            subscription.close();
        }
        return null;
    }

    /** The newest analysis and the newest status: for these the sink is never full, as they replace each other. */
    private final class MessageSink implements LiveSink {
        private final Outlet.Slot analysis = new Outlet.Slot();
        private final Outlet.Slot status = new Outlet.Slot();

        @Override
        public boolean full(long maxLagNanos) {
            return false;
        }

        @Override
        public void onStream(StreamInfo info) {
            // Followed apart.
        }

        @Override
        public void onVideo(VideoMessage message) {
            // Followed apart.
        }

        @Override
        public void onAnalysis(Encoded<?> json) {
            client.outlet().newest(analysis, json.text(), null);
        }

        @Override
        public void onStatus(Encoded<?> json) {
            client.outlet().newest(status, json.text(), null);
        }

        @Override
        public void onGone() {
            client.gone(camera);
        }
    }
}
