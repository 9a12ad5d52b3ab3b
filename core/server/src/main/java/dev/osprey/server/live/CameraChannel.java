package dev.osprey.server.live;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final HeldBytes held;
    private final JpegFarm jpegs;

    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private List<VideoTrack> tracks = List.of();
    private @Nullable Encoded<?> lastStatus;
    private volatile Runnable demandListener = () -> {};
    private volatile boolean analysisWanted;
    private boolean gone;

    CameraChannel(String camera, HubOptions options, HeldBytes held, JpegFarm.Shop shop) {
        this.camera = camera;
        this.options = options;
        this.held = held;
        this.jpegs = new JpegFarm(this, options, shop);
    }

    public String camera() {
        return camera;
    }

    /** Replaces the camera's streams; viewers move over by their role. */
    public List<VideoTrack> streams(List<Set<Role>> roles) {
        List<VideoTrack> next = new ArrayList<>();
        roles.forEach(each -> next.add(new VideoTrack(this, Set.copyOf(each), options, held)));
        lock.lock();
        try {
            tracks.forEach(VideoTrack::clear);
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
        List<Role> nearest = role == Role.RECORD
                ? List.of(role, Role.DETECT, Role.GRID, Role.FULL) // that one is open anyway
                : List.of(role, Role.GRID, Role.DETECT, Role.FULL, Role.RECORD);
        for (Role candidate : nearest) {
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
        Viewer viewer = new Viewer(this, request, sink, options, held);
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

    /**
     * A result.
     *
     * @param message written only if somebody follows results, and once for all
     * @param drawn on annotated pictures
     * @param picture that it is of; the caller keeps its reference
     */
    public void publishAnalysis(Encoded<?> message, Analysis drawn, Picture picture) {
        if (analysisWanted) {
            message.json(); // not under the lock
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
        }
        jpegs.analysed(picture, drawn);
    }

    /** What the pipeline's stages made of one picture, by their names; the caller keeps its references. */
    public void publishViews(Map<String, Picture> views) {
        jpegs.made(views);
    }

    /** A decoded picture of the detect stream; the caller keeps its reference. */
    public void publishPicture(Picture picture) {
        jpegs.decoded(picture);
    }

    public void publishStatus(Encoded<?> message) {
        message.json(); // not under the lock
        lock.lock();
        try {
            lastStatus = message;
            for (Viewer viewer : viewers) {
                if (viewer.request().status()) {
                    viewer.onStatus(message);
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
        VideoMessage message = new VideoMessage(unit, held);
        lock.lock();
        try {
            for (Viewer viewer : viewers) {
                if (viewer.request().jpeg().equals(spec) && viewer.wantsMadeJpeg(infoOf(viewer))) {
                    viewer.onMadeJpeg(info, message);
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
            return (int) viewers.stream()
                    .filter(viewer -> viewer.request().role() != Role.RECORD)
                    .count();
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
            tracks.forEach(VideoTrack::clear);
            tracks = List.of();
            analysisWanted = false;
            jpegs.want(Set.of());
        } finally {
            lock.unlock();
        }
    }
}
