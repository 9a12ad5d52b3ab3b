package dev.osprey.server.camera;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.camera.State;
import dev.osprey.media.camera.StreamListener;
import dev.osprey.media.camera.StreamOptions;
import dev.osprey.media.camera.StreamStatus;
import dev.osprey.server.config.Role;
import dev.osprey.server.config.StreamConfig;
import dev.osprey.server.live.VideoTrack;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One of a camera's streams: opened at once if it is analysed, else while somebody looks. It has one connection at a
 * time: the next is opened once the last has ended, however long that takes, and that is waited for elsewhere.
 */
final class StreamSlot implements AutoCloseable {
    private final String camera;
    private final StreamConfig config;
    private final VideoTrack track;
    private final StreamOpener opener;
    private final Executor closer;
    private final Owner owner;

    /* Guarded by this. */
    private @Nullable Opening current;
    private @Nullable Opening ending;
    private boolean closed;
    private int ticksUnwanted;

    private volatile @Nullable State lastState;
    private volatile String lastMessage = "";

    /** What the camera does with what its streams bring. */
    interface Owner {
        /** The owner takes the reference. */
        void onPicture(Picture picture);

        void onNewStream();

        void onStateChange();

        /** A connection that was given up has ended: the stream can be opened again. */
        void onEnded();
    }

    /** @param closer runs what waits for connections to end */
    StreamSlot(
            String camera, StreamConfig config, VideoTrack track, StreamOpener opener, Executor closer, Owner owner) {
        this.camera = camera;
        this.config = config;
        this.track = track;
        this.opener = opener;
        this.closer = closer;
        this.owner = owner;
    }

    boolean detects() {
        return config.roles().contains(Role.DETECT);
    }

    /** Opens it if it is wanted, and gives it up if for some ticks it was not. Does not block. */
    void settle(boolean tick, int patienceTicks) {
        boolean wanted = detects() || track.wanted();
        Opening unwanted;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (wanted) {
                ticksUnwanted = 0;
                if (current == null && ending == null) {
                    current = new Opening();
                }
                return;
            }
            if (current == null || !tick || ++ticksUnwanted < patienceTicks) {
                return;
            }
            unwanted = current;
            current = null;
            ending = unwanted;
        }
        unwanted.silence();
        lastState = null;
        track.clear();
        closer.execute(() -> end(unwanted));
    }

    private void end(Opening unwanted) {
        try {
            unwanted.opened.close();
        } finally {
            synchronized (this) {
                ending = null;
            }
        }
        owner.onEnded();
    }

    private StreamOptions options() {
        return StreamOptions.of(camera, config.source())
                .withTransport(config.transport())
                .withTimeout(config.timeout())
                .withEvery(config.every())
                .withMaxPixels(config.maxPixels())
                .withGate(config.gate())
                .withDecode(detects());
    }

    /** A connection and what it brings, until it is silenced. */
    private final class Opening implements StreamListener {
        final StreamOpener.Opened opened;
        /* Written under this object's lock. */
        private volatile boolean silent;

        Opening() {
            opened = opener.open(options(), this);
        }

        /** Nothing of it reaches the track once this has returned, although it may not have ended. */
        synchronized void silence() {
            silent = true;
        }

        @Override
        public void onStream(StreamInfo info) {
            synchronized (this) {
                if (silent) {
                    return;
                }
                track.publishStream(info);
            }
            if (detects()) {
                owner.onNewStream();
            }
        }

        @Override
        public synchronized void onAccessUnit(AccessUnit unit) {
            if (!silent) {
                track.publish(unit);
            }
        }

        @Override
        public void onPicture(Picture picture) {
            if (silent) {
                picture.release();
            } else {
                owner.onPicture(picture);
            }
        }

        @Override
        public void onStatus(StreamStatus status) {
            if (silent) {
                return;
            }
            boolean changed = status.state() != lastState || !status.message().equals(lastMessage);
            lastState = status.state();
            lastMessage = status.message();
            if (changed) {
                owner.onStateChange();
            }
        }
    }

    synchronized @Nullable StreamStatus status() {
        return current == null ? null : current.opened.status();
    }

    StreamView view(boolean enabled) {
        StreamStatus status = status();
        List<String> roles = config.roles().stream().map(Role::text).toList();
        String source = config.source().redacted();
        if (status == null) {
            boolean waits = enabled && (detects() || track.wanted());
            return new StreamView(
                    roles,
                    source,
                    waits ? "connecting" : enabled ? "idle" : "disabled",
                    waits
                            ? "waits for the connection before it to end"
                            : enabled ? "opens when somebody looks" : "switched off in the configuration",
                    0,
                    0,
                    "",
                    0,
                    0);
        }
        return new StreamView(
                roles,
                source,
                text(status.state()),
                status.message(),
                status.width(),
                status.height(),
                status.codec(),
                Views.tenths(status.fps()),
                status.bitsPerSecond() / 1000);
    }

    static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Nothing comes of it any more, and nothing is opened. Does not block: its connection may not have ended. */
    void silence() {
        Opening open;
        synchronized (this) {
            closed = true;
            open = current;
        }
        if (open != null) {
            open.silence();
        }
        track.clear();
    }

    /** Blocks until its connection has ended, also one that was given up before. */
    @Override
    public void close() {
        silence();
        Opening open;
        Opening leaving;
        synchronized (this) {
            open = current;
            leaving = ending;
            current = null;
        }
        if (open != null) {
            open.opened.close();
        }
        if (leaving != null) {
            leaving.opened.close();
        }
    }
}
