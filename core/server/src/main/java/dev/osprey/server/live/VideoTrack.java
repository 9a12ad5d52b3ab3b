package dev.osprey.server.live;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.config.Role;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of a camera's streams and those who look at it; its capture thread publishes. */
public final class VideoTrack {
    final Set<Role> roles;
    private final CameraChannel channel;
    private final HeldBytes held;

    /* Guarded by the channel's lock. */
    final Set<Viewer> viewers = new LinkedHashSet<>();
    final Group group;

    @Nullable
    StreamInfo info;

    private boolean begun;

    VideoTrack(CameraChannel channel, Set<Role> roles, HubOptions options, HeldBytes held) {
        this.channel = channel;
        this.roles = roles;
        this.held = held;
        this.group = new Group(options.groupBytes(), options.groupUnits());
    }

    /** The stream begins, or changed: what was kept of the old one is worth nothing now. */
    public void publishStream(StreamInfo next) {
        channel.lock.lock();
        try {
            StreamInfo old = info;
            info = next;
            if (old != null && old.stream() == next.stream() && old.codec().equals(next.codec())) {
                return; // only its size became known: what is kept is still good
            }
            begun = false;
            group.clear();
            viewers.forEach(viewer -> viewer.onStream(next));
        } finally {
            channel.lock.unlock();
        }
        channel.demandMayHaveChanged();
    }

    public void publish(AccessUnit unit) {
        channel.lock.lock();
        try {
            StreamInfo current = info;
            if (current == null) {
                return; // its description has not come yet
            }
            begun = true;
            VideoMessage message = new VideoMessage(unit, held);
            group.add(message);
            viewers.forEach(viewer -> viewer.onUnit(current, message));
        } finally {
            channel.lock.unlock();
        }
    }

    /** The stream was closed: a later viewer must not be given what was kept. */
    public void clear() {
        channel.lock.lock();
        try {
            info = null;
            group.clear();
        } finally {
            channel.lock.unlock();
        }
    }

    /** Whether somebody looks. */
    public boolean wanted() {
        channel.lock.lock();
        try {
            return viewers.stream().anyMatch(viewer -> viewer.request().video());
        } finally {
            channel.lock.unlock();
        }
    }

    /** The newcomer gets what it needs to decode the next unit, then lives; or it is told what it waits for. */
    void join(Viewer viewer) {
        viewers.add(viewer);
        StreamInfo current = info;
        if (current == null) {
            return;
        }
        viewer.onStream(current);
        if (group.size() > 0) {
            viewer.onGroup(current, group);
        } else if (begun) {
            viewer.onWait(current, LiveSink.Wait.LONG_GROUP);
        }
    }
}
