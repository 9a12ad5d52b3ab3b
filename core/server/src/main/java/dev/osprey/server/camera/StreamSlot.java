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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One of a camera's streams: opened at once if it is analysed, else while somebody looks. It gives streams numbers that
 * are unique in the process, so that a viewer of many cameras can tell them apart by the number alone.
 */
final class StreamSlot implements StreamListener, AutoCloseable {
    private static final int REMEMBERED = 8;

    private final String camera;
    private final StreamConfig config;
    private final VideoTrack track;
    private final IntSupplier numbers;
    private final Owner owner;
    private final StreamOpener opener;
    private final Map<Integer, Integer> numberOf = new HashMap<>();

    /* Guarded by this. */
    private StreamOpener.@Nullable Opened opened;
    private boolean closed;
    private int ticksUnwanted;

    private volatile @Nullable State lastState;
    private volatile String lastMessage = "";

    /** What the camera does with what its streams bring. */
    interface Owner {
        /** The owner takes the reference. */
        void onPicture(Picture picture, int number);

        void onNewStream(int number);

        void onStateChange();
    }

    StreamSlot(
            String camera,
            StreamConfig config,
            VideoTrack track,
            IntSupplier numbers,
            StreamOpener opener,
            Owner owner) {
        this.camera = camera;
        this.config = config;
        this.track = track;
        this.numbers = numbers;
        this.opener = opener;
        this.owner = owner;
    }

    boolean detects() {
        return config.roles().contains(Role.DETECT);
    }

    /** Opens it if it is wanted, and closes it if for some ticks it was not. */
    void settle(boolean tick, int patienceTicks) {
        boolean wanted = detects() || track.wanted();
        StreamOpener.Opened unwanted = null;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (wanted) {
                ticksUnwanted = 0;
                if (opened == null) {
                    opened = opener.open(options(), this);
                }
                return;
            }
            if (opened != null && tick && ++ticksUnwanted >= patienceTicks) {
                unwanted = opened;
                opened = null;
            }
        }
        if (unwanted != null) {
            unwanted.close();
            lastState = null;
            track.clear();
        }
    }

    private StreamOptions options() {
        return StreamOptions.of(camera, config.source())
                .withTransport(config.transport())
                .withTimeout(config.timeout())
                .withDecode(detects());
    }

    /** The process-wide number of a stream that media has counted. */
    int number(int stream) {
        synchronized (numberOf) {
            Integer known = numberOf.get(stream);
            if (known == null) {
                known = numbers.getAsInt();
                numberOf.put(stream, known);
                numberOf.keySet().removeIf(old -> old <= stream - REMEMBERED);
            }
            return known;
        }
    }

    @Override
    public void onStream(StreamInfo info) {
        int number = number(info.stream());
        track.publishStream(new StreamInfo(info.camera(), number, info.codec(), info.width(), info.height()));
        if (detects()) {
            owner.onNewStream(number);
        }
    }

    @Override
    public void onAccessUnit(AccessUnit unit) {
        track.publish(new AccessUnit(
                unit.camera(),
                number(unit.stream()),
                unit.key(),
                unit.jpeg(),
                unit.ptsMicros(),
                unit.capturedAtMicros(),
                unit.data()));
    }

    @Override
    public void onPicture(Picture picture) {
        owner.onPicture(picture, number(picture.stream()));
    }

    @Override
    public void onStatus(StreamStatus status) {
        boolean changed = status.state() != lastState || !status.message().equals(lastMessage);
        lastState = status.state();
        lastMessage = status.message();
        if (changed) {
            owner.onStateChange();
        }
    }

    synchronized @Nullable StreamStatus status() {
        return opened == null ? null : opened.status();
    }

    StreamView view(boolean enabled) {
        StreamStatus status = status();
        List<String> roles = config.roles().stream().map(Role::text).toList();
        String source = config.source().redacted();
        if (status == null) {
            return new StreamView(
                    roles,
                    source,
                    enabled ? "idle" : "disabled",
                    enabled ? "opens when somebody looks" : "switched off in the configuration",
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

    @Override
    public void close() {
        StreamOpener.Opened open;
        synchronized (this) {
            closed = true;
            open = opened;
            opened = null;
        }
        if (open != null) {
            open.close();
        }
        track.clear();
    }
}
