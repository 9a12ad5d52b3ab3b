package dev.osprey.server.scene;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.ffmpeg.ClipMuxer;
import dev.osprey.server.config.Role;
import dev.osprey.server.live.JpegSpec;
import dev.osprey.server.live.LiveHub;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last seconds of one camera's access units, and for which objects a clip of them is wanted. It is a viewer of the
 * camera: units come on its capture thread and are shared with all others. Thread-safe; nothing here blocks.
 */
final class ClipRecorder implements LiveSink {
    static final Duration BEFORE = Duration.ofSeconds(3);
    static final Duration AFTER = Duration.ofSeconds(3);
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration YOUNG = Duration.ofSeconds(20);

    /** In bytes; what is older than the last {@link #BEFORE} goes sooner. */
    private static final long MOST_BYTES = 16L << 20;

    private final String camera;
    private final InstantSource clock;

    @GuardedBy("this")
    private @Nullable Subscription subscription;

    @GuardedBy("this")
    private @Nullable StreamInfo info;

    @GuardedBy("this")
    private final Deque<Held> units = new ArrayDeque<>();

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private long next;

    @GuardedBy("this")
    private final Map<String, Instant> open = new LinkedHashMap<>();

    /* Objects that no clip was begun for yet. */
    @GuardedBy("this")
    private final Map<String, Instant> waiting = new LinkedHashMap<>();

    @GuardedBy("this")
    private Instant lastEnd = Instant.MIN;

    private record Held(long number, Instant at, VideoMessage message) {}

    /**
     * Units for a clip.
     *
     * @param position of the next one to ask for
     * @param whole whether none was lost before them
     */
    record Taken(StreamInfo info, List<ClipMuxer.Unit> units, long position, boolean whole) {}

    ClipRecorder(String camera, InstantSource clock) {
        this.camera = camera;
        this.clock = clock;
    }

    String camera() {
        return camera;
    }

    /** Begins to take units, or leaves off. To be called by one thread at a time. */
    void watch(LiveHub hub, boolean wanted) {
        Subscription before;
        synchronized (this) {
            before = subscription;
        }
        if (wanted && before == null) {
            LiveRequest request =
                    new LiveRequest(camera, Role.RECORD, true, false, false, Set.of("avc1", "hvc1"), JpegSpec.DEFAULT);
            Optional<Subscription> made = hub.subscribe(request, this);
            synchronized (this) {
                subscription = made.orElse(null);
            }
        } else if (!wanted && before != null) {
            leave();
        }
    }

    private void leave() {
        Subscription old;
        synchronized (this) {
            old = subscription;
            subscription = null;
            info = null;
            clear();
        }
        if (old != null) {
            old.close();
        }
    }

    @Override
    public boolean full(long maxLagNanos) {
        return false;
    }

    @Override
    public synchronized void onStream(StreamInfo next) {
        StreamInfo old = info;
        info = next;
        if (old != null && (old.stream() != next.stream() || !old.codec().equals(next.codec()))) {
            clear();
        }
    }

    @Override
    public synchronized void onVideo(VideoMessage message) {
        if (message.jpeg()) {
            return;
        }
        Instant now = clock.instant();
        units.add(new Held(next++, now, message.retain()));
        bytes += message.size();
        while (bytes > MOST_BYTES || secondKeyIsOld(now)) {
            drop();
        }
    }

    /* The first group goes once the next one alone begins early enough; what is no key frame goes at once. */
    @GuardedBy("this")
    private boolean secondKeyIsOld(Instant now) {
        Iterator<Held> all = units.iterator();
        if (!all.hasNext() || !all.next().message().key()) {
            return !units.isEmpty();
        }
        while (all.hasNext()) {
            Held unit = all.next();
            if (unit.message().key()) {
                return unit.at().isBefore(now.minus(BEFORE));
            }
        }
        return false;
    }

    @GuardedBy("this")
    private void drop() {
        Held oldest = units.remove();
        bytes -= oldest.message().size();
        oldest.message().release();
    }

    @GuardedBy("this")
    private void clear() {
        while (!units.isEmpty()) {
            drop();
        }
        next++; // what follows does not belong to what was before
    }

    @Override
    public synchronized void onGone() {
        subscription = null;
        info = null;
        clear();
    }

    /** A clip of this object is wanted. */
    synchronized void begin(String object, Instant startedAt) {
        open.put(object, startedAt);
        waiting.put(object, startedAt);
    }

    /** The object is gone: its clip ends soon. */
    synchronized void end(String object) {
        open.remove(object);
        lastEnd = clock.instant();
    }

    /** Objects that came since it was asked last; their clip is the caller's business from now on. */
    synchronized Map<String, Instant> newcomers() {
        Map<String, Instant> all = new LinkedHashMap<>(waiting);
        waiting.clear();
        return all;
    }

    /** Whether a clip is over that was begun for objects that were open. */
    synchronized boolean over() {
        return open.isEmpty() && clock.instant().isAfter(lastEnd.plus(AFTER));
    }

    /** Those of some objects that are open and came in the last seconds. */
    synchronized Map<String, Instant> young(Map<String, Instant> objects) {
        Instant since = clock.instant().minus(YOUNG);
        Map<String, Instant> young = new LinkedHashMap<>(objects);
        young.keySet().retainAll(open.keySet());
        young.values().removeIf(startedAt -> startedAt.isBefore(since));
        return young;
    }

    /** What is there from shortly before a time on, from a key frame on; empty if there is no key frame. */
    synchronized Optional<Taken> from(Instant time) {
        long first = -1;
        for (Held unit : units) {
            if (unit.message().key() && (first < 0 || !unit.at().isAfter(time.minus(BEFORE)))) {
                first = unit.number();
            }
        }
        return first < 0 ? Optional.empty() : after(first);
    }

    /** What came from this position on; empty if nothing did. */
    synchronized Optional<Taken> after(long position) {
        StreamInfo now = info;
        List<ClipMuxer.Unit> taken = new ArrayList<>();
        long reached = position;
        boolean whole = true;
        for (Held unit : units) {
            if (unit.number() >= position) {
                whole &= unit.number() == reached;
                reached = unit.number() + 1;
                VideoMessage message = unit.message();
                taken.add(new ClipMuxer.Unit(
                        message.key(), message.ptsMicros(), message.data().getBytes()));
            }
        }
        return now == null || taken.isEmpty() ? Optional.empty() : Optional.of(new Taken(now, taken, reached, whole));
    }

    void close() {
        leave();
    }
}
