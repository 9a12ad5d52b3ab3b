package dev.osprey.server.live;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.config.Role;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where one camera's things are published for its viewers. It outlives the camera's streams, so that viewers stay when
 * its settings change.
 */
public final class CameraChannel {
    /* One lock a camera: what is done under it is a hand-over, never an encoding. */
    final ReentrantLock lock = new ReentrantLock();
    private final String camera;
    private final HubOptions options;
    private final JpegFarm jpegs;

    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private List<VideoTrack> tracks = List.of();
    private @Nullable Buffer lastStatus;
    private volatile Runnable demandListener = () -> {};
    private volatile boolean analysisWanted;
    private boolean gone;

    CameraChannel(String camera, HubOptions options, JpegFarm.Shop shop) {
        this.camera = camera;
        this.options = options;
        this.jpegs = new JpegFarm(this, options, shop);
    }

    public String camera() {
        return camera;
    }

    /** Replaces the camera's streams; viewers move over by their role. */
    public List<VideoTrack> streams(List<Set<Role>> roles) {
        List<VideoTrack> next = new ArrayList<>();
        roles.forEach(each -> next.add(new VideoTrack(this, Set.copyOf(each), options)));
        lock.lock();
        try {
            tracks = List.copyOf(next);
            viewers.forEach(viewer -> trackFor(viewer.request().role()).ifPresent(track -> track.join(viewer)));
        } finally {
            lock.unlock();
        }
        demandMayHaveChanged();
        return next;
    }

    /** Is run whenever {@link VideoTrack#wanted} may have changed, on any thread, and must not block. */
    public void onDemand(Runnable listener) {
        demandListener = listener;
    }

    /** The stream for a role, or the one nearest to it. */
    private Optional<VideoTrack> trackFor(Role role) {
        for (Role candidate : List.of(role, Role.GRID, Role.DETECT, Role.FULL, Role.RECORD)) {
            for (VideoTrack track : tracks) {
                if (track.roles.contains(candidate)) {
                    return Optional.of(track);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<VideoTrack> trackOf(Viewer viewer) {
        return tracks.stream().filter(track -> track.viewers.contains(viewer)).findFirst();
    }

    private @Nullable StreamInfo infoOf(Viewer viewer) {
        return trackOf(viewer).map(track -> track.info).orElse(null);
    }

    Optional<Subscription> join(LiveRequest request, LiveSink sink) {
        Viewer viewer = new Viewer(this, request, sink, options);
        lock.lock();
        try {
            if (gone) {
                return Optional.empty();
            }
            viewers.add(viewer);
            if (request.status() && lastStatus != null) {
                viewer.onStatus(lastStatus);
            }
            trackFor(request.role()).ifPresent(track -> track.join(viewer));
            noteMessages();
        } finally {
            lock.unlock();
        }
        demandMayHaveChanged();
        return Optional.of(viewer);
    }

    void leave(Viewer viewer) {
        lock.lock();
        try {
            if (!viewer.markClosed()) {
                return;
            }
            viewers.remove(viewer);
            tracks.forEach(track -> track.viewers.remove(viewer));
            noteMessages();
        } finally {
            lock.unlock();
        }
        demandMayHaveChanged();
    }

    private void noteMessages() {
        analysisWanted = viewers.stream().anyMatch(viewer -> viewer.request().analysis());
    }

    /** Brings the JPEG makers into line and tells who opens streams. */
    void demandMayHaveChanged() {
        lock.lock();
        try {
            Set<JpegSpec> specs = new HashSet<>();
            for (Viewer viewer : viewers) {
                if (viewer.wantsMadeJpeg(infoOf(viewer))) {
                    specs.add(viewer.request().jpeg());
                }
            }
            jpegs.want(specs);
        } finally {
            lock.unlock();
        }
        demandListener.run();
    }

    /** Whether {@link #publishAnalysis} would reach anybody as JSON. */
    public boolean analysisWanted() {
        return analysisWanted;
    }

    /**
     * A result, with the message encoded once for all; without one, only pictures are made of it.
     */
    public void publishAnalysis(Analysis analysis, Picture picture, Optional<Buffer> json) {
        json.ifPresent(message -> {
            lock.lock();
            try {
                for (Viewer viewer : viewers) {
                    if (viewer.request().analysis()) {
                        viewer.onAnalysis(message);
                    }
                }
            } finally {
                lock.unlock();
            }
        });
        jpegs.analysed(picture, analysis.stream(), analysis);
    }

    /**
     * A decoded picture of the detect stream; the caller keeps its reference.
     *
     * @param stream the number that its stream was published under
     */
    public void publishPicture(Picture picture, int stream) {
        jpegs.decoded(picture, stream);
    }

    public void publishStatus(Buffer json) {
        lock.lock();
        try {
            lastStatus = json;
            for (Viewer viewer : viewers) {
                if (viewer.request().status()) {
                    viewer.onStatus(json);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a JPEG of this kind would reach anybody now. */
    boolean takesJpeg(JpegSpec spec) {
        lock.lock();
        try {
            return viewers.stream()
                    .anyMatch(viewer -> viewer.request().jpeg().equals(spec)
                            && viewer.wantsMadeJpeg(infoOf(viewer))
                            && !viewer.full());
        } finally {
            lock.unlock();
        }
    }

    void deliverJpeg(JpegSpec spec, StreamInfo info, AccessUnit unit) {
        lock.lock();
        try {
            for (Viewer viewer : viewers) {
                if (viewer.request().jpeg().equals(spec) && viewer.wantsMadeJpeg(infoOf(viewer))) {
                    viewer.onMadeJpeg(info, unit);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    Subscription.Counts countsOf(Viewer viewer) {
        lock.lock();
        try {
            return viewer.countsNow(infoOf(viewer));
        } finally {
            lock.unlock();
        }
    }

    int viewerCount() {
        lock.lock();
        try {
            return viewers.size();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes kept for newcomers. */
    long keptBytes() {
        lock.lock();
        try {
            return tracks.stream().mapToLong(track -> track.ring.bytes()).sum();
        } finally {
            lock.unlock();
        }
    }

    void remove() {
        lock.lock();
        try {
            gone = true;
            viewers.forEach(Viewer::onGone);
            viewers.clear();
            tracks = List.of();
            analysisWanted = false;
            jpegs.want(Set.of());
        } finally {
            lock.unlock();
        }
    }
}
