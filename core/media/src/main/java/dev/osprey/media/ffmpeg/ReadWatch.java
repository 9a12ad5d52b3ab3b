package dev.osprey.media.ffmpeg;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What makes a blocking call of FFmpeg return: a deadline that each good packet moves on, or a stop. Thread-safe.
 *
 * <p>Register it with one demuxer by {@link Demuxer#open}; close it after the demuxer.
 */
public final class ReadWatch implements AutoCloseable {
    /*
     * JavaCPP has ten native slots a callback class, and the eleventh instance silently gets null. So one callback
     * serves the whole process, is never collected, and finds its watch by the opaque pointer, which is no address but
     * a number.
     */
    private static final Map<Long, ReadWatch> WATCHES = new ConcurrentHashMap<>();
    private static final AtomicLong IDS = new AtomicLong();
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Callback();

    private final long id = IDS.incrementAndGet();
    private volatile long deadlineNanos;
    private volatile boolean stopped;
    private volatile @Nullable String refusal;

    // of the reading thread
    private @Nullable Door door;
    private @Nullable AVFormatContext watched;
    private String address = "";

    /** A watch whose deadline is {@code first} from now. */
    public ReadWatch(Duration first) {
        extend(first);
        WATCHES.put(id, this);
    }

    /** A watch that only {@link #stop} ends: for files. */
    public ReadWatch() {
        this(Duration.ofDays(36_500));
    }

    /** Moves the deadline to this long from now. */
    public void extend(Duration fromNow) {
        deadlineNanos = System.nanoTime() + fromNow.toNanos();
    }

    /** Makes the call under way, and each later one, return an error soon. */
    public void stop() {
        stopped = true;
    }

    public boolean stopped() {
        return stopped;
    }

    /** Whether it was stopped, its deadline has passed, or the source led to where it may not. */
    boolean over() {
        return stopped || refusal != null || System.nanoTime() - deadlineNanos > 0;
    }

    /** What the source led to and may not, in words; null if nothing. */
    @Nullable
    String refusal() {
        return refusal;
    }

    void refuse(String words) {
        refusal = words;
    }

    @Nullable
    Door door() {
        return door;
    }

    static @Nullable ReadWatch of(@Nullable Pointer opaque) {
        return opaque == null ? null : WATCHES.get(opaque.address());
    }

    /** @param newDoor of a network source; null of a file or device */
    void watch(AVFormatContext context, String url, @Nullable Door newDoor) {
        context.interrupt_callback().callback(CALLBACK).opaque(new Opaque(id));
        door = newDoor;
        address = url;
        if (newDoor != null && url.startsWith("rtsp")) {
            watched = context;
        } else {
            watched = null;
            if (newDoor != null) {
                Doorman.guard(context);
            }
        }
    }

    /*
     * RTSP opens its connections by itself, and a redirect (302) shows only as another address of the context: seen
     * here before anything is said to that address.
     */
    private void checkRedirect() {
        AVFormatContext context = watched;
        Door current = door;
        if (context == null || current == null) {
            return;
        }
        BytePointer now = context.url();
        String url = now == null || now.isNull() ? address : now.getString();
        if (url.equals(address)) {
            return;
        }
        address = url;
        try {
            current.enter(url);
        } catch (IOException | RuntimeException e) {
            refuse(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    @Override
    public void close() {
        WATCHES.remove(id);
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            ReadWatch watch = of(opaque);
            if (watch == null) {
                return 1;
            }
            watch.checkRedirect();
            return watch.over() ? 1 : 0;
        }
    }

    /** A number dressed as a pointer. */
    private static final class Opaque extends Pointer {
        Opaque(long value) {
            address = value;
        }
    }
}
